"""The names of months and weekdays in many languages, folded. Made by scripts/date_names.py."""

from __future__ import annotations

#: From January to December.
MONTHS = (
    (
        "ean|eanair|ene|enero|gen|gener|gennaio|ian|ianuarie|jaan|jaanuar|jaenner|jan|janeiro|"
        "janner|januar|januara|januari|januaro|january|janv|janvaris|janvier|led|leden|ledna|"
        "oca|ocak|pherekgong|saus|sausio|sausis|sij|sijecanj|sijecnja|sty|styczen|stycznia|"
        "tammi|tammikuu|tammikuuta|urt|urtarrila|yan|yanvar|ιαν|ιανουαριοσ|ιανουαριου|січ|"
        "січень|січня|янв|январь|января|яну|януари|јан|јануар|հնվ|հունվար|հունվարի|יאנ|יאנואר|"
        "ינואר|ינו׳|جانفي|جنو|جنوری|كانون الثاني|يناير|ژانویه|जनवरी|जन॰|ஜன|ஜனவரி"
    ),
    (
        "feabh|feabhra|feb|febbraio|feber|febr|febrer|febrero|februar|februara|februari|"
        "februarie|februaris|februaro|february|fev|fevereiro|fevr|fevral|fevrier|helmi|helmikuu|"
        "helmikuuta|hlakola|lut|lutego|luty|ots|otsaila|sub|subat|uno|unor|unora|vas|vasario|"
        "vasaris|veebr|veebruar|velj|veljaca|veljace|φεβ|φεβρουαριοσ|φεβρουαριου|лют|лютии|"
        "лютого|феб|фебруар|фев|февр|февраль|февраля|февруари|փետրվար|փետրվարի|փտվ|פברואר|פבר׳|"
        "פעב|פעברואר|شباط|فبراير|فبروری|فوریه|فيفري|फ़रवरी|फ़र॰|फेब्रुअरी|பிப்|பிப்ரவரி"
    ),
    (
        "bre|brezen|brezna|hlakubele|kov|kovas|kovo|maalis|maaliskuu|maaliskuuta|maart|maerz|"
        "mar|marc|marca|march|marcius|marco|marec|maret|mars|mart|marta|martie|marto|marts|"
        "martxoa|marz|marzec|marzo|mrt|mrz|ozu|ozujak|ozujka|μαρ|μαρτιοσ|μαρτιου|бер|березень|"
        "березня|мар|март|марта|մարտ|մարտի|մրտ|מערץ|מרץ|اذار|مارس|مارچ|मार्च|மார்|மார்ச்"
    ),
    (
        "abr|abril|aib|aibrean|api|apirila|apr|aprel|april|aprila|aprile|aprilie|aprilis|"
        "aprill|aprilo|avr|avril|bal|balandis|balandzio|dub|duben|dubna|huhti|huhtikuu|"
        "huhtikuuta|kwi|kwiecien|kwietnia|mmesa|nis|nisan|tra|travanj|travnja|απρ|απριλιοσ|"
        "απριλιου|апр|апрель|апреля|април|квіт|квітень|квітня|ապր|ապրիլ|ապրիլի|אפר|אפריל|אפר׳|"
        "ابريل|افريل|اوریل|اپریل|نيسان|अप्रिल|अप्रैल|ஏப்|ஏப்ரல்"
    ),
    (
        "beal|bealtaine|geg|geguze|geguzes|kve|kveten|kvetna|mag|maggio|mai|maiatza|maig|"
        "maijs|maio|maj|maja|majo|majus|may|mayis|mayo|mei|motsheanong|svi|svibanj|svibnja|"
        "touko|toukokuu|toukokuuta|μαι|μαιοσ|μαιου|маи|мая|мај|трав|травень|травня|մայիս|"
        "մայիսի|մյս|מאי|מיי|ايار|ماي|مايو|مه|می|मई|मे|மே"
    ),
    (
        "birz|birzelio|birzelis|cerven|cervna|cvn|cze|czerwca|czerwiec|eka|ekaina|giu|giugno|"
        "haz|haziran|iun|iunie|iyn|iyun|juin|jun|juna|june|junho|juni|junij|junijs|junio|"
        "junius|juny|juuni|kesa|kesakuu|kesakuuta|lipanj|lipnja|meith|meitheamh|phupjane|ιουν|"
        "ιουνιοσ|ιουνιου|июн|июнь|июня|черв|червень|червня|юни|јун|հնս|հունիս|հունիսի|יוני|"
        "جوان|جون|حزيران|يونيو|ژوين|जुन|जून|ஜூன்"
    ),
    (
        "cervence|cervenec|cvc|heina|heinakuu|heinakuuta|iuil|iul|iulie|iyl|iyul|juil|juill|"
        "juillet|jul|jula|julho|juli|julij|julijs|julio|juliol|julius|july|juuli|liep|liepa|"
        "liepos|lip|lipca|lipiec|lug|luglio|phupu|srpanj|srpnja|tem|temmuz|uzt|uztaila|ιουλ|"
        "ιουλιοσ|ιουλιου|июл|июль|июля|лип|липень|липня|юли|јул|հլս|հուլիս|հուլիսի|יולי|تموز|"
        "جول|جولای|جويلية|يوليو|يوليوز|ژويیه|जुलाई|जुल॰|ஜூலை"
    ),
    (
        "abu|abuztua|ag|ago|agost|agosto|ags|agt|agu|agustos|agustus|aout|aug|august|augusta|"
        "augusti|augusto|augusts|augustus|augusztus|avg|avgust|avq|avqust|elo|elokuu|elokuuta|"
        "kol|kolovoz|kolovoza|lun|lunasa|phato|rugp|rugpjucio|rugpjutis|sie|sierpien|sierpnia|"
        "srp|srpen|srpna|αυγ|αυγουστοσ|αυγουστου|авг|август|августа|серп|серпень|серпня|"
        "օգոստոս|օգոստոսի|օգս|אוגוסט|אוג׳|אויג|אויגוסט|اب|اغسطس|اوت|اگست|غشت|अगस्ट|अगस्त|अग॰|"
        "ஆக|ஆகஸ்ட்"
    ),
    (
        "eyl|eylul|ira|iraila|lwetse|mean fomhair|mfomh|rugs|rugsejis|rugsejo|ruj|rujan|rujna|"
        "sen|sentyabr|sep|sept|septembar|september|septembra|septembre|septembrie|septembris|"
        "septembro|septiembre|set|setembre|setembro|setiembre|settembre|syys|syyskuu|syyskuuta|"
        "szept|szeptember|wrz|wrzesien|wrzesnia|zar|zari|σεπ|σεπτεμβριοσ|σεπτεμβριου|вер|"
        "вересень|вересня|сент|сентябрь|сентября|сеп|септембар|септември|սեպ|սեպտեմբեր|"
        "սեպտեմբերի|סעפ|סעפטעמבער|ספטמבר|ספט׳|ايلول|سبتمبر|سپتامبر|سپتمبر|شتنبر|सितंबर|सित॰|"
        "सेप्टेम्बर|செப்|செப்டம்பர்"
    ),
    (
        "deireadh fomhair|dfomh|eki|ekim|loka|lokakuu|lokakuuta|mphalane|oct|october|octobre|"
        "octombrie|octubre|okt|oktobar|oktober|oktobra|oktobris|oktobro|oktoober|oktyabr|ott|"
        "ottobre|out|outubro|paz|pazdziernik|pazdziernika|rij|rijen|rijna|spal|spalio|spalis|"
        "urr|urria|οκτ|οκτωβριοσ|οκτωβριου|жовт|жовтень|жовтня|окт|октобар|октомври|октябрь|"
        "октября|հոկ|հոկտեմբեր|հոկտեմբերի|אוקטובר|אוק׳|אקט|אקטאבער|اكتوبر|اکتبر|اکتوبر|"
        "تشرين الاول|अक्टूबर|अक्टू॰|अक्टोबर|அக்|அக்டோபர்"
    ),
    (
        "aza|azaroa|kas|kasim|lapkr|lapkricio|lapkritis|lis|listopad|listopada|listopadu|marras|"
        "marraskuu|marraskuuta|noiembrie|nov|novembar|november|novembra|novembre|novembris|"
        "novembro|noviembre|noy|noyabr|pudungwana|samh|samhain|stu|studeni|studenoga|νοε|"
        "νοεμβριοσ|νοεμβριου|лист|листопад|листопада|нов|новембар|ное|ноември|нояб|ноябрь|"
        "ноября|նոյ|նոյեմբեր|նոյեմբերի|נאוו|נאוועמבער|נובמבר|נוב׳|تشرين الثاني|نوامبر|نوفمبر|"
        "نومبر|نونبر|नवंबर|नव॰|नोभेम्बर|நவ|நவம்பர்"
    ),
    (
        "abe|abendua|ara|aralik|dec|decembar|december|decembra|decembre|decembrie|decembris|"
        "decembro|dek|dekabr|des|desember|desembre|dets|detsember|dez|dezember|dezembro|dic|"
        "dicembre|diciembre|gru|grudnia|grudzien|gruod|gruodis|gruodzio|joulu|joulukuu|"
        "joulukuuta|noll|nollaig|pro|prosinac|prosinca|prosince|prosinec|tshitwe|δεκ|δεκεμβριοσ|"
        "δεκεμβριου|груд|грудень|грудня|дек|декабрь|декабря|декември|дец|децембар|դեկ|դեկտեմբեր|"
        "դեկտեմբերի|דעצ|דעצעמבער|דצמבר|דצמ׳|دجنبر|دسامبر|دسم|دسمبر|ديسمبر|كانون الاول|डिसेम्बर|"
        "दिसंबर|दिस॰|டிச|டிசம்பர்"
    ),
)

#: Names among these that are those of other months in a further language, such as Croatian.
OTHER_MONTHS = (
    "",
    "",
    "",
    "",
    "",
    "lip",
    "srp",
    "",
    "",
    "lis|listopad|listopada",
    "",
    "",
)

#: From Monday to Sunday; the last are short names that stand for several weekdays.
WEEKDAYS = (
    (
        "al|astelehena|bazar ertasi|dilluns|dl|esmaspaev|hetfo|lu|luain|luan|lun|lundi|lundo|"
        "lunedi|lunes|luni|maanantai|maanantaina|maandag|man|mandag|mantaha|mo|mon|monday|"
        "montag|pazartesi|pirmadienis|pirmd|pirmdiena|po|pon|pondeli|pondelok|ponedeljak|"
        "ponedeljek|ponedjeljak|poniedzialek|pr|pzt|seg|segunda|segunda-feira|sen|senin|δε|δευ|"
        "δευτερα|пн|по|пон|понеделник|понедельник|понедељак|понеділок|եկ|երկ|երկուշաբթի|ב׳|"
        "יום ב׳|יום שני|מאנטיק|اثنين|الاثنين|دوشنبه|सो|सोम|सोमबार|सोमवार|தி|திங்|திங்கள்"
    ),
    (
        "an|antradienis|ar|asteartea|carsanba axsami|dienstag|dimarts|dinsdag|dt|kedd|labobedi|"
        "mairt|mar|mardi|mardo|martedi|martes|marti|ot|otrd|otrdiena|sal|sali|sel|selasa|"
        "teisipaev|ter|terca|terca-feira|ti|tiistai|tiistaina|tir|tirs|tirsdag|tis|tisdag|"
        "torek|tu|tue|tues|tuesday|ty|tys|tysdag|ut|utery|uto|utorak|utorok|wt|wto|wtorek|"
        "τρ|τρι|τριτη|вт|вторник|вівторок|ут|уто|уторак|երեքշաբթի|երք|եք|ג׳|דינסטיק|יום ג׳|"
        "יום שלישי|الثلاثاء|ثلاثاء|سهشنبه|मं|मंगल|मंगलवार|मङ्गल|मङ्गलबार|செ|செவ்|செவ்வாய்"
    ),
    (
        "asteazkena|az|ca|car|carsamba|carsanba|cead|ceadaoin|dc|dimecres|ke|keskiviikko|"
        "keskiviikkona|kolmapaev|laboraro|me|mer|mercoledi|mercredi|merkredo|mi|mie|miercoles|"
        "miercuri|mittwoch|on|ons|onsdag|qua|quarta|quarta-feira|rab|rabu|sr|sre|sreda|sri|"
        "srijeda|sro|sroda|streda|sze|szerda|tr|treciadienis|tresd|tresdiena|we|wed|wednesday|"
        "weds|wo|woensdag|τε|τετ|τεταρτη|середа|ср|сре|среда|сряда|չորեքշաբթի|չրք|չք|ד׳|"
        "יום ד׳|יום רביעי|מיטוואך|اربعاء|الاربعاء|چهارشنبه|बु|बुध|बुधबार|बुधवार|பு|புத|புதன்"
    ),
    (
        "cet|cetrtek|ceturtd|ceturtdiena|cetvrtak|cs|csutortok|ctvrtek|cuma axsami|czw|czwartek|"
        "de|dear|deardaoin|dijous|dj|donderdag|donnerstag|gio|giovedi|ja|jaudo|je|jeu|jeudi|"
        "joi|ju|jue|jueves|kam|kamis|ketvirtadienis|kt|labone|neljapaev|og|osteguna|per|"
        "persembe|qui|quinta|quinta-feira|stvrtok|th|thu|thur|thurs|thursday|to|tor|tors|"
        "torsdag|torstai|torstaina|πε|πεμ|πεμπτη|че|чет|четвер|четверг|четвртак|четвъртък|чт|"
        "հգ|հինգշաբթի|հնգ|דאנערשטיק|ה׳|יום ה׳|יום חמישי|الخميس|خميس|پنجشنبه|गु|गुरु|गुरुवार|"
        "बिहि|बिहिबार|வி|வியா|வியாழன்"
    ),
    (
        "ao|aoine|cu|cum|cuma|divendres|dv|fr|fre|fredag|freitag|fri|friday|haoine|jum|"
        "jumat|labohlano|or|ostirala|patek|penktadienis|pentek|perjantai|perjantaina|pet|petak|"
        "petek|pi|pia|piatek|piatok|piektd|piektdiena|pk|pn|reede|sex|sexta|sexta-feira|ve|"
        "ven|vendredi|vendredo|venerdi|vi|vie|viernes|vin|vineri|vr|vrijdag|πα|παρ|παρασκευη|"
        "п'ятниця|пе|пет|петак|петък|пт|пятница|ու|ուր|ուրբաթ|ו׳|יום ו׳|יום שישי|פרײטיק|"
        "الجمعة|جمعة|جمعه|शु|शुक्र|शुक्रबार|शुक्रवार|வெ|வெள்|வெள்ளி"
    ),
    (
        "cmt|cumartesi|dissabte|ds|la|larunbata|lau|lauantai|lauantaina|laupaev|laurdag|lo|lor|"
        "lordag|lr|moqebelo|sa|sab|sabado|sabato|sabtu|sam|sambata|samedi|samstag|sanba|sat|"
        "sath|sathairn|saturday|se|sestadienis|sestd|sestdiena|sob|sobota|sub|subota|szo|"
        "szombat|za|zaterdag|σα|σαβ|σαββατο|сб|су|суб|суббота|субота|събота|շաբաթ|շբ|շբթ|"
        "יום שבת|שבת|ש׳|السبت|سبت|شنبه|शनि|शनिबार|शनिवार|சனி"
    ),
    (
        "bazar|dg|dim|dimanche|dimanco|diumenge|dom|domenica|domh|domhnaigh|domingo|du|dum|"
        "duminica|ig|igandea|min|minggu|ne|ned|nedela|nedele|nedelja|nedjelja|nie|niedz|"
        "niedziela|paz|pazar|puhapaev|sekmadienis|sk|son|sondag|sonntag|sontaha|su|sun|sunday|"
        "sunnuntai|sv|svetd|svetdiena|vasarnap|zo|zondag|κυ|κυρ|κυριακη|воскресенье|вс|нд|не|"
        "нед|неделя|недеља|неділя|կիր|կիրակի|կր|א׳|זונטיק|יום א׳|יום ראשון|احد|الاحد|یکشنبه|"
        "आइत|आइतबार|रवि|रविवार|ஞா|ஞாயி|ஞாயிறு"
    ),
    "ce|ct|di|do|ma|pa|pe|pt|so|st",
)
