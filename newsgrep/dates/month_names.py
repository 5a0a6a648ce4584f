"""The names of months and weekdays in many languages, folded. Made by scripts/date_names.py."""

from __future__ import annotations

#: From January to December.
MONTHS = (
    (
        "ean|eanair|ene|enero|gen|gener|gennaio|ian|ianuarie|jaan|jaanuar|jaenner|jan|janar|"
        "janeiro|janner|januar|januara|januari|januaro|january|janv|janvaris|janvier|led|leden|"
        "ledna|oca|ocak|pherekgong|saus|sausio|sausis|sij|sijecanj|sijecnja|sty|styczen|"
        "stycznia|tammi|tammikuu|tammikuuta|thang 1|urt|urtarrila|xan|xaneiro|yan|yanvar|ιαν|"
        "ιανουαριοσ|ιανουαριου|сту|студзень|студзеня|січ|січень|січня|янв|январ|январь|января|"
        "яну|януари|јан|јануар|јануари|қаң|қаңтар|հնվ|հունվար|հունվարի|יאנ|יאנואר|ינואר|ינו׳|"
        "جانفي|جنو|جنوری|كانون الثاني|يناير|ژانویه|जनवरी|जन॰|जाने|जानेवारी|জানু|জানুয়ারি|"
        "জানুয়ারী|ਜਨ|ਜਨਵਰੀ|જાન્યુ|જાન્યુઆરી|ஜன|ஜனவரி|జన|జనవరి|ಜನ|ಜನವರಿ|ജനു|ജനുവരി|ජන|ජනවාරි|"
        "มกราคม|มค|ມັງກອນ|ဇန်|ဇန်နဝါရီ|იან|იანვარი|ጃን|ጃንዋሪ|មករា"
    ),
    (
        "feabh|feabhra|feb|febbraio|feber|febr|febreiro|febrer|febrero|februar|februara|"
        "februari|februarie|februaris|februaro|february|fev|fevereiro|fevr|fevral|fevrier|helmi|"
        "helmikuu|helmikuuta|hlakola|lut|lutego|luty|ots|otsaila|peb|pebrero|shk|shkurt|sub|"
        "subat|thang 2|uno|unor|unora|vas|vasario|vasaris|veebr|veebruar|velj|veljaca|veljace|"
        "φεβ|φεβρουαριοσ|φεβρουαριου|ақп|ақпан|лют|лютага|лютии|лютого|люты|феб|фебруар|фев|"
        "февр|феврал|февраль|февраля|февруари|փետրվար|փետրվարի|փտվ|פברואר|פבר׳|פעב|פעברואר|"
        "شباط|فبراير|فبروری|فروری|فوریه|فيفري|फरवरी|फ़रवरी|फ़र॰|फेब्रु|फेब्रुअरी|फेब्रुवारी|"
        "ফেব|ফেব্রুয়ারি|ফেব্রুয়ারী|ਫ਼ਰ|ਫ਼ਰਵਰੀ|ફેબ્રુ|ફેબ્રુઆરી|பிப்|பிப்ரவரி|ఫిబ్ర|ఫిబ్రవరి|"
        "ಫೆಬ್ರ|ಫೆಬ್ರವರಿ|ഫെബ്രു|ഫെബ്രുവരി|පෙබ|පෙබරවාරි|กพ|กุมภาพันธ์|ກຸມພາ|ဖေ|ဖေဖော်ဝါရီ|თებ|"
        "თებერვალი|ፌብ|ፌብሩዋሪ|កុម្ភៈ"
    ),
    (
        "bre|brezen|brezna|hlakubele|kov|kovas|kovo|maalis|maaliskuu|maaliskuuta|maart|mac|"
        "machi|maerz|mar|marc|marca|march|marcius|marco|marec|maret|mars|marso|mart|marta|"
        "martie|marto|marts|martxoa|marz|marzec|marzo|mrt|mrz|ozu|ozujak|ozujka|thang 3|μαρ|"
        "μαρτιοσ|μαρτιου|бер|березень|березня|мар|март|марта|нау|наурыз|сак|сакавік|сакавіка|"
        "մարտ|մարտի|մրտ|מערץ|מרץ|اذار|مارس|مارچ|मार्च|মার্চ|ਮਾਰਚ|માર્ચ|மார்|மார்ச்|మార్చి|"
        "ಮಾರ್ಚ್|മാർ|മാർച്ച്|මාර්|මාර්තු|มีค|มีนาคม|ມີນາ|မတ်|მარ|მარტი|ማርች|មីនា"
    ),
    (
        "abr|abril|aib|aibrean|api|apirila|apr|aprel|april|aprila|aprile|aprili|aprilie|"
        "aprilis|aprill|aprilo|avr|avril|bal|balandis|balandzio|dub|duben|dubna|huhti|huhtikuu|"
        "huhtikuuta|kwi|kwiecien|kwietnia|mmesa|nis|nisan|pri|prill|thang 4|tra|travanj|"
        "travnja|απρ|απριλιοσ|απριλιου|апр|апрел|апрель|апреля|април|квіт|квітень|квітня|кра|"
        "красавік|красавіка|сәу|сәуір|ապր|ապրիլ|ապրիլի|אפר|אפריל|אפר׳|ابريل|افريل|اوریل|اپریل|"
        "نيسان|अप्रिल|अप्रैल|एप्रि|एप्रिल|এপ্রি|এপ্রিল|ਅਪ੍ਰੈ|ਅਪ੍ਰੈਲ|એપ્રિલ|ஏப்|ஏப்ரல்|ఏప్రి|"
        "ఏప్రిల్|ಏಪ್ರಿ|ಏಪ್ರಿಲ್|ഏപ്രി|ഏപ്രിൽ|අප්රේල්|เมย|เมษายน|ເມສາ|ဧပြီ|აპრ|აპრილი|ኤፕሪ|ኤፕሪል|"
        "មេសា"
    ),
    (
        "beal|bealtaine|geg|geguze|geguzes|kve|kveten|kvetna|mag|maggio|mai|maiatza|maig|"
        "maijs|maio|maj|maja|majo|majus|may|mayis|mayo|mei|motsheanong|svi|svibanj|svibnja|"
        "thang 5|touko|toukokuu|toukokuuta|μαι|μαιοσ|μαιου|маи|мам|мамыр|мая|мај|трав|травень|"
        "травня|մայիս|մայիսի|մյս|מאי|מיי|ايار|ماي|مايو|مه|ميی|می|मई|मे|মে|ਮਈ|મે|மே|మే|"
        "ಮೇ|മേയ്|මැයි|พค|พฤษภาคม|ພຶດສະພາ|မေ|მაი|მაისი|ሜይ|ឧសភា"
    ),
    (
        "birz|birzelio|birzelis|cerven|cervna|cvn|cze|czerwca|czerwiec|eka|ekaina|giu|giugno|"
        "haz|haziran|hun|hunyo|iun|iunie|iyn|iyun|juin|jun|juna|june|junho|juni|junij|"
        "junijs|junio|junius|juny|juuni|kesa|kesakuu|kesakuuta|lipanj|lipnja|meith|meitheamh|"
        "phupjane|qer|qershor|thang 6|xuno|ιουν|ιουνιοσ|ιουνιου|июн|июнь|июня|мау|маусым|черв|"
        "червень|червня|чэр|чэрвень|чэрвеня|юни|јун|јуни|հնս|հունիս|հունիսի|יוני|جوان|جون|"
        "حزيران|يونيو|ژوين|जुन|जून|জুন|ਜੂਨ|જૂન|ஜூன்|జూన్|ಜೂನ್|ജൂൺ|ජූනි|มิถุนายน|มิย|ມິຖຸນາ|"
        "ဇွန်|ივნ|ივნისი|ጁን|មិថុនា"
    ),
    (
        "cervence|cervenec|cvc|heina|heinakuu|heinakuuta|hul|hulyo|iuil|iul|iulie|iyl|iyul|"
        "juil|juill|juillet|jul|jula|julai|julho|juli|julij|julijs|julio|juliol|julius|july|"
        "juuli|korr|korrik|liep|liepa|liepos|lip|lipca|lipiec|lug|luglio|phupu|srpanj|srpnja|"
        "tem|temmuz|thang 7|uzt|uztaila|xul|xullo|ιουλ|ιουλιοσ|ιουλιου|июл|июль|июля|лип|"
        "липень|липня|ліп|ліпень|ліпеня|шіл|шілде|юли|јул|јули|հլս|հուլիս|հուլիսի|יולי|تموز|"
        "جول|جولايی|جولای|جويلية|يوليو|يوليوز|ژويیه|जुलाई|जुलै|जुल॰|জুল|জুলাই|ਜੁਲਾ|ਜੁਲਾਈ|"
        "જુલાઈ|ஜூலை|జులై|ಜುಲೈ|ജൂലൈ|ජූලි|กค|กรกฎาคม|ກໍລະກົດ|ဇူ|ဇူလိုင်|ივლ|ივლისი|ጁላይ|កក្កដា"
    ),
    (
        "abu|abuztua|ag|ago|agost|agosti|agosto|ags|agt|agu|agust|agustos|agustus|aout|aug|"
        "august|augusta|augusti|augusto|augusts|augustus|augusztus|avg|avgust|avq|avqust|elo|"
        "elokuu|elokuuta|gush|gusht|kol|kolovoz|kolovoza|lun|lunasa|ogo|ogos|phato|rugp|"
        "rugpjucio|rugpjutis|sie|sierpien|sierpnia|srp|srpen|srpna|thang 8|αυγ|αυγουστοσ|"
        "αυγουστου|авг|август|августа|жні|жнівень|жніуня|серп|серпень|серпня|там|тамыз|օգոստոս|"
        "օգոստոսի|օգս|אוגוסט|אוג׳|אויג|אויגוסט|اب|اغسطس|اوت|اگست|غشت|अगस्ट|अगस्त|अग॰|ऑग|"
        "ऑगस्ट|আগ|আগস্ট|ਅਗ|ਅਗਸਤ|ઑગસ્ટ|ஆக|ஆகஸ்ட்|ఆగ|ఆగస్టు|ಆಗ|ಆಗಸ್ಟ್|ഓഗ|ഓഗസ്റ്റ്|අගෝ|අගෝස්තු|"
        "สค|สิงหาคม|ສິງຫາ|ဩဂုတ်|აგვ|აგვისტო|ኦገስ|ኦገስት|សីហា"
    ),
    (
        "eyl|eylul|ira|iraila|lwetse|mean fomhair|mfomh|rugs|rugsejis|rugsejo|ruj|rujan|rujna|"
        "sen|sentabr|sentyabr|sep|sept|septemba|septembar|september|septembra|septembre|"
        "septembrie|septembris|septembro|septiembre|set|setembre|setembro|setiembre|settembre|"
        "setyembre|sht|shtator|syys|syyskuu|syyskuuta|szept|szeptember|thang 9|wrz|wrzesien|"
        "wrzesnia|zar|zari|σεπ|σεπτεμβριοσ|σεπτεμβριου|вер|верасень|верасня|вересень|вересня|"
        "сен|сент|сентябр|сентябрь|сентября|сеп|септембар|септември|қыр|қыркүиек|սեպ|սեպտեմբեր|"
        "սեպտեմբերի|סעפ|סעפטעמבער|ספטמבר|ספט׳|ايلول|سبتمبر|ستمبر|سپتامبر|سپتمبر|شتنبر|सप्टें|"
        "सप्टेंबर|सितंबर|सितम्बर|सित॰|सेप्टेम्बर|সেপ|সেপ্টেম্বর|ਸਤੰ|ਸਤੰਬਰ|સપ્ટે|સપ્ટેમ્બર|செப்|"
        "செப்டம்பர்|సెప్టెం|సెప్టెంబర్|ಸೆಪ್ಟೆಂ|ಸೆಪ್ಟೆಂಬರ್|സെപ്റ്റം|സെപ്റ്റംബർ|සැප්|සැප්තැම්බර්|กย|"
        "กันยายน|ກັນຍາ|စက်|စက်တင်ဘာ|სექ|სექტემბერი|ሴፕቴ|ሴፕቴምበር|កញ្ញា"
    ),
    (
        "deireadh fomhair|dfomh|eki|ekim|loka|lokakuu|lokakuuta|mphalane|oct|october|octobre|"
        "octombrie|octubre|okt|oktabr|oktoba|oktobar|oktober|oktobra|oktobris|oktobro|oktoober|"
        "oktubre|oktyabr|ott|ottobre|out|outubro|paz|pazdziernik|pazdziernika|rij|rijen|rijna|"
        "spal|spalio|spalis|tet|tetor|thang 10|urr|urria|οκτ|οκτωβριοσ|οκτωβριου|жовт|жовтень|"
        "жовтня|кас|кастрычнік|кастрычніка|окт|октобар|октомври|октябр|октябрь|октября|қаз|"
        "қазан|հոկ|հոկտեմբեր|հոկտեմբերի|אוקטובר|אוק׳|אקט|אקטאבער|اكتوبر|اکتبر|اکتوبر|"
        "تشرين الاول|अक्टूबर|अक्टू॰|अक्टोबर|अक्तूबर|ऑक्टो|ऑक्टोबर|অক্টো|অক্টোবর|ਅਕਤੂ|ਅਕਤੂਬਰ|"
        "ઑક્ટો|ઑક્ટોબર|அக்|அக்டோபர்|అక్టో|అక్టోబర్|ಅಕ್ಟೋ|ಅಕ್ಟೋಬರ್|ഒക്ടോ|ഒക്ടോബർ|ඔක්|ඔක්තෝබර්|"
        "ตค|ตุลาคม|ຕຸລາ|အောက်|အောက်တိုဘာ|ოქტ|ოქტომბერი|ኦክቶ|ኦክቶበር|តុលា"
    ),
    (
        "aza|azaroa|kas|kasim|lapkr|lapkricio|lapkritis|lis|listopad|listopada|listopadu|marras|"
        "marraskuu|marraskuuta|nen|nentor|nob|nobyembre|noiembrie|nov|novemba|novembar|november|"
        "novembra|novembre|novembris|novembro|noviembre|noy|noyabr|pudungwana|samh|samhain|stu|"
        "studeni|studenoga|thang 11|νοε|νοεμβριοσ|νοεμβριου|лист|листопад|листопада|ліс|лістапад|"
        "лістапада|нов|новембар|ное|ноември|ноя|нояб|ноябр|ноябрь|ноября|қар|қараша|նոյ|"
        "նոյեմբեր|նոյեմբերի|נאוו|נאוועמבער|נובמבר|נוב׳|تشرين الثاني|نوامبر|نوفمبر|نومبر|نونبر|"
        "नवंबर|नवम्बर|नव॰|नोभेम्बर|नोव्हें|नोव्हेंबर|নভে|নভেম্বর|ਨਵੰ|ਨਵੰਬਰ|નવે|નવેમ્બર|நவ|"
        "நவம்பர்|నవం|నవంబర్|ನವೆಂ|ನವೆಂಬರ್|നവം|നവംബർ|නොවැ|නොවැම්බර්|พย|พฤศจิกายน|ພະຈິກ|နို|"
        "နိုဝင်ဘာ|ნოე|ნოემბერი|ኖቬም|ኖቬምበር|វិច្ឆិកា"
    ),
    (
        "abe|abendua|ara|aralik|dec|decembar|december|decembra|decembre|decembrie|decembris|"
        "decembro|dek|dekabr|des|desemba|desember|desembre|dets|detsember|dez|dezember|dezembro|"
        "dhj|dhjetor|dic|dicembre|diciembre|dis|disember|disyembre|gru|grudnia|grudzien|gruod|"
        "gruodis|gruodzio|joulu|joulukuu|joulukuuta|noll|nollaig|pro|prosinac|prosinca|prosince|"
        "prosinec|thang 12|tshitwe|δεκ|δεκεμβριοσ|δεκεμβριου|груд|грудень|грудня|дек|декабр|"
        "декабрь|декабря|декември|дец|децембар|жел|желтоқсан|сне|снежань|снежня|դեկ|դեկտեմբեր|"
        "դեկտեմբերի|דעצ|דעצעמבער|דצמבר|דצמ׳|دجنبر|دسامبر|دسم|دسمبر|ديسمبر|كانون الاول|डिसें|"
        "डिसेंबर|डिसेम्बर|दिसंबर|दिसम्बर|दिस॰|ডিসে|ডিসেম্বর|ਦਸੰ|ਦਸੰਬਰ|ડિસે|ડિસેમ્બર|டிச|"
        "டிசம்பர்|డిసెం|డిసెంబర్|ಡಿಸೆಂ|ಡಿಸೆಂಬರ್|ഡിസം|ഡിസംബർ|දෙසැ|දෙසැම්බර්|ธค|ธันวาคม|ທັນວາ|ဒီ|"
        "ဒီဇင်ဘာ|დეკ|დეკემბერი|ዲሴም|ዲሴምበር|ធ្នូ"
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
        "al|astelehena|bazar ertasi|dilluns|dl|dushanba|e hene|esmaspaev|hen|hetfo|is|isn|"
        "isnin|jumatatu|lu|luain|luan|lun|lundi|lundo|lunedi|lunes|luni|luns|maanantai|"
        "maanantaina|maandag|man|mandag|mantaha|manudagur|mo|mon|monday|montag|pazartesi|"
        "pirmadienis|pirmd|pirmdiena|po|pon|pondeli|pondelok|ponedeljak|ponedeljek|ponedjeljak|"
        "poniedzialek|pr|pzt|seg|segunda|segunda-feira|sen|senin|thu hai|δε|δευ|δευτερα|дс|ду|"
        "душ|душанба|душанбе|дш|дшб|дүи|дүисенбі|дүишөмбү|панядзелак|пн|по|пон|понеделник|"
        "понедельник|понедељак|понеділок|եկ|երկ|երկուշաբթի|ב׳|יום ב׳|יום שני|מאנטיק|اثنين|"
        "الاثنين|دوشنبه|پیر|सो|सोम|सोमबार|सोमवार|সোঃ|সোম|সোমবার|ਸੋਮ|ਸੋਮਵਾਰ|સો|સોમ|સોમવાર|தி|"
        "திங்|திங்கள்|సోమ|సోమవారం|ಸೋಮ|ಸೋಮವಾರ|തി|തിങ്കളാഴ്ച|തിങ്കൾ|සඳු|සඳුදා|วันจันทร์|ຈັນ|"
        "ວັນຈັນ|တနင်္လာ|လာ|ორ|ორშ|ორშაბათი|ሰኞ|ចន្ទ|ច័ន្ទ"
    ),
    (
        "an|antradienis|ar|asteartea|carsanba axsami|dienstag|dimarts|dinsdag|dt|e marte|jumanne|"
        "kedd|labobedi|mairt|mar|mardi|mardo|martedi|martes|marti|ot|otrd|otrdiena|sal|sali|"
        "sel|selasa|seshanba|teisipaev|ter|terca|terca-feira|thridjudagur|thu ba|ti|tiistai|"
        "tiistaina|tir|tirs|tirsdag|tis|tisdag|torek|tu|tue|tues|tuesday|ty|tys|tysdag|ut|"
        "utery|uto|utorak|utorok|wt|wto|wtorek|τρ|τρι|τριτη|ау|ауторак|вт|вто|вторник|"
        "вівторок|се|сеисенбі|сеш|сешанба|сешанбе|сс|сшб|ут|уто|уторак|шеиш|шеишемби|шш|"
        "երեքշաբթի|երք|եք|ג׳|דינסטיק|יום ג׳|יום שלישי|الثلاثاء|ثلاثاء|سهشنبه|منگل|मं|मंगल|"
        "मंगलवार|मंगळ|मंगळवार|मङ्गल|मङ्गलबार|মঃ|মঙ্গল|মঙ্গলবার|ਮੰਗ|ਮੰਗਲ|ਮੰਗਲਵਾਰ|મં|મંગળ|"
        "મંગળવાર|செ|செவ்|செவ்வாய்|మం|మంగళ|మంగళవారం|ಮಂಗಳ|ಮಂಗಳವಾರ|ചൊ|ചൊവ്വ|ചൊവ്വാഴ്ച|අඟ|අඟහ|"
        "අඟහරුවාදා|วันอังคาร|ວັນອັງຄານ|ອັງຄານ|ဂါ|အင်္ဂါ|სამ|სამშაბათი|სმ|ማክሰ|ማክሰኞ|អង្គារ"
    ),
    (
        "asteazkena|az|ca|car|carsamba|carsanba|cead|ceadaoin|chorshanba|dc|dimecres|e merkure|"
        "jumatano|ke|keskiviikko|keskiviikkona|kolmapaev|laboraro|me|mer|mercoledi|mercores|"
        "mercredi|merkredo|mi|midvikudagur|mie|miercoles|miercuri|mittwoch|miy|miyerkules|on|"
        "ons|onsdag|qua|quarta|quarta-feira|ra|rab|rabu|sr|sre|sreda|sri|srijeda|sro|sroda|"
        "streda|sze|szerda|thu tu|tr|treciadienis|tresd|tresdiena|we|wed|wednesday|weds|wo|"
        "woensdag|τε|τετ|τεταρτη|серада|середа|ср|сре|среда|сряда|сәрсенбі|чо|чор|чоршанба|"
        "чоршанбе|чшб|шарш|шаршемби|шр|չորեքշաբթի|չրք|չք|ד׳|יום ד׳|יום רביעי|מיטוואך|اربعاء|"
        "الاربعاء|بدھ|چهارشنبه|बु|बुध|बुधबार|बुधवार|বুঃ|বুধ|বুধবার|ਬੁੱਧ|ਬੁੱਧਵਾਰ|બુ|બુધ|"
        "બુધવાર|பு|புத|புதன்|బుధ|బుధవారం|ಬುಧ|ಬುಧವಾರ|ബു|ബുധനാഴ്ച|ബുധൻ|බදා|බදාදා|วันพุธ|ພຸດ|"
        "ວັນພຸດ|ဗုဒ္ဓဟူး|ဟူး|ოთ|ოთხ|ოთხშაბათი|ረቡዕ|ពុ|ពុធ"
    ),
    (
        "alhamisi|cet|cetrtek|ceturtd|ceturtdiena|cetvrtak|cs|csutortok|ctvrtek|cuma axsami|czw|"
        "czwartek|de|dear|deardaoin|dijous|dj|donderdag|donnerstag|e enjte|enj|fimmtudagur|gio|"
        "giovedi|huw|huwebes|ja|jaudo|je|jeu|jeudi|joi|ju|jue|jueves|kam|kamis|"
        "ketvirtadienis|kh|kha|khamis|kt|labone|neljapaev|og|osteguna|payshanba|per|persembe|"
        "qui|quinta|quinta-feira|stvrtok|th|thu|thu nam|thur|thurs|thursday|to|tor|tors|"
        "torsdag|torstai|torstaina|xo|xov|xoves|πε|πεμ|πεμπτη|беисенбі|беиш|беишемби|бс|бш|"
        "па|паи|паишанба|панҷшанбе|пшб|чацвер|че|чет|четвер|четверг|четвртак|четврток|"
        "четвъртък|чт|чц|հգ|հինգշաբթի|հնգ|דאנערשטיק|ה׳|יום ה׳|יום חמישי|الخميس|جمعرات|خميس|"
        "پنجشنبه|गु|गुरु|गुरुवार|बिहि|बिहिबार|বৃঃ|বৃহস্পতি|বৃহস্পতিবার|ਵੀਰ|ਵੀਰਵਾਰ|ગુ|ગુરુ|"
        "ગુરુવાર|வி|வியா|வியாழன்|గురు|గురువారం|ಗುರು|ಗುರುವಾರ|വ്യാ|വ്യാഴം|വ്യാഴാഴ്ച|බ්රහ|බ්රහස්|"
        "බ්රහස්පතින්දා|พฤ|วันพฤหัสบดี|ພຫ|ພະຫັດ|ວັນພະຫັດ|ကြာသပတေး|တေး|ხთ|ხუთ|ხუთშაბათი|ሐሙስ|ព្រ|"
        "ព្រហ|ព្រហស្បតិ៍"
    ),
    (
        "ao|aoine|biy|biyernes|cu|cum|cuma|divendres|dv|e premte|fostudagur|fr|fre|fredag|"
        "freitag|fri|friday|haoine|ijumaa|jum|juma|jumaat|jumat|labohlano|or|ostirala|patek|"
        "penktadienis|pentek|perjantai|perjantaina|pet|petak|petek|pi|pia|piatek|piatok|piektd|"
        "piektdiena|pk|pn|pre|reede|sex|sexta|sexta-feira|thu sau|ve|ven|vendredi|vendredo|"
        "venerdi|venres|vi|vie|viernes|vin|vineri|vr|vrijdag|πα|παρ|παρασκευη|жм|жу|жум|"
        "жума|жұма|п'ятниця|пе|пет|петак|петок|петък|пт|пятница|пятніца|ҷмъ|ҷумъа|ու|ուր|"
        "ուրբաթ|ו׳|יום ו׳|יום שישי|פרײטיק|الجمعة|جمعة|جمعه|جمعہ|शु|शुक्र|शुक्रबार|शुक्रवार|"
        "শুঃ|শুক্র|শুক্রবার|ਸ਼ੁੱਕ|ਸ਼ੁੱਕਰ|ਸ਼ੁੱਕਰਵਾਰ|શુ|શુક્ર|શુક્રવાર|வெ|வெள்|வெள்ளி|శుక్ర|"
        "శుక్రవారం|ಶುಕ್ರ|ಶುಕ್ರವಾರ|വെ|വെള്ളി|വെള്ളിയാഴ്ച|සිකු|සිකුරාදා|วันศุกร์|ວັນສຸກ|ສຸ|ສຸກ|"
        "ကြာ|သောကြာ|პარ|პარასკევი|პრ|ዓርብ|សុ|សុក្រ"
    ),
    (
        "cmt|cumartesi|dissabte|ds|e shtune|jumamosi|la|larunbata|lau|lauantai|lauantaina|"
        "laugardagur|laupaev|laurdag|lo|lor|lordag|lr|moqebelo|sa|sab|sabado|sabato|sabtu|sam|"
        "sambata|samedi|samstag|sanba|sat|sath|sathairn|saturday|sestadienis|sestd|sestdiena|"
        "shanba|sht|sob|sobota|sub|subota|szo|szombat|thu bay|za|zaterdag|σα|σαβ|σαββατο|иш|"
        "ишемби|ишм|саб|сабота|сб|сенбі|су|суб|суббота|субота|събота|ша|шан|шанба|шанбе|шнб|"
        "շաբաթ|շբ|շբթ|יום שבת|שבת|ש׳|السبت|سبت|شنبه|ہفتہ|शनि|शनिबार|शनिवार|শনি|শনিবার|ਸ਼ਨਿੱ|"
        "ਸ਼ਨਿੱਚਰ|ਸ਼ਨਿੱਚਰਵਾਰ|શનિ|શનિવાર|சனி|శని|శనివారం|ಶನಿ|ಶನಿವಾರ|ശനി|ശനിയാഴ്ച|සෙන|සෙනසුරාදා|"
        "วันเสาร์|ວັນເສົາ|ເສົາ|စနေ|နေ|შაბ|შაბათი|შბ|ቅዳሜ|សៅរ៍"
    ),
    (
        "ah|ahad|ahd|bazar|chu nhat|dg|die|dim|dimanche|dimanco|diumenge|dom|domenica|domh|"
        "domhnaigh|domingo|du|dum|duminica|e diel|ig|igandea|jumapili|lin|linggo|min|minggu|"
        "ne|ned|nedela|nedele|nedelja|nedjelja|nie|niedz|niedziela|paz|pazar|puhapaev|"
        "sekmadienis|sk|son|sondag|sonntag|sontaha|su|sun|sunday|sunnudagur|sunnuntai|sv|svetd|"
        "svetdiena|vasarnap|yakshanba|zo|zondag|κυ|κυρ|κυριακη|воскресенье|вс|жек|жексенбі|"
        "жекшемби|жс|жш|нд|не|нед|недела|неделя|недеља|неділя|нядзеля|як|якш|якшанба|якшанбе|"
        "яшб|կիր|կիրակի|կր|א׳|זונטיק|יום א׳|יום ראשון|اتوار|احد|الاحد|یکشنبه|आइत|आइतबार|रवि|"
        "रविवार|রঃ|রবি|রবিবার|ਐਤ|ਐਤਵਾਰ|રવિ|રવિવાર|ஞா|ஞாயி|ஞாயிறு|ఆది|ఆదివారం|ಭಾನು|ಭಾನುವಾರ|"
        "ഞാ|ഞായറാഴ്ച|ഞായർ|ඉරි|ඉරිදා|วันอาทิตย์|อา|ວັນອາທິດ|ອາ|ອາທິດ|တနင်္ဂနွေ|နွေ|კვ|კვი|"
        "კვირა|እሑድ|អា|អាទិត្យ"
    ),
    "ce|ct|di|do|ma|pa|pe|pt|se|so|st",
)
