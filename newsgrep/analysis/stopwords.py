"""Stopwords of each language of stemming: words that are too common to search for beside other words.

>>> sorted(stopwords_of("english") & {"the", "missile", "who"}), stopwords_of("none")
(['the', 'who'], frozenset())

They are articles, pronouns, prepositions, conjunctions, and forms of the most common verbs. Letters before an
apostrophe, such as the French `l'`, are words for the analysis; so they are stopwords, too.
"""

from __future__ import annotations

from functools import cache

from newsgrep.analysis.folding import fold
from newsgrep.analysis.languages import languages_of

#: The English list is from Snowball, with i.e. and e.g.: https://snowballstem.org/algorithms/english/stop.txt
#: The other lists are our own.
_WORDS = {
    "bulgarian": """
        и в във на за с със от до по при към през под над пред след между без около срещу че да не ни ще
        се си е са сме сте съм беше бяха бил била било били бъде бъдат аз ти той тя то ние вие те му й им
        го я ги ме те мен теб него нея нас вас тях мой твой негов нейн наш ваш техен този тази това тези
        онзи онази онова онези който която което които кой коя кое кои какво как къде кога защо ако или
        но а обаче също така още вече само много най има няма може всички всеки всяка един една
        едно едни""",
    "english": """
        i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
        her hers herself it its itself they them their theirs themselves what which who whom this that
        these those am is are was were be been being have has had having do does did doing would
        should could ought i'm you're he's she's it's we're they're i've you've we've they've i'd
        you'd he'd she'd we'd they'd i'll you'll he'll she'll we'll they'll isn't aren't wasn't
        weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't shan't shouldn't can't
        cannot couldn't mustn't let's that's who's what's here's there's when's where's why's how's a
        an the and but if or because as until while of at by for with about against between into
        through during before after above below to from up down in out on off over under again further
        then once here there when where why how all any both each few more most other some such no nor
        not only own same so than too very ie eg""",
    "arabic": """
        في من على إلى عن مع هذا هذه ذلك تلك هؤلاء الذي التي الذين ما لا لم لن إن أن كان كانت يكون تكون
        قد هو هي هم هن نحن أنا أنت أو ثم بل لكن حتى إذا إذ كل بعض بين بعد قبل عند منذ أي كما لقد وقد
        ليس ليست غير هناك حيث وهو وهي له لها لهم به بها بهم فيه فيها عليه عليها منه منها إليه إليها
        وفي ومن وعلى وإن وأن وكان ولا ولم""",
    "armenian": """
        և ու եւ կամ բայց որ թե եթե երբ ինչ ով այս այդ այն սա դա նա մենք դուք նրանք ես դու իր իրենց է
        են եմ ես էր էին չէ չի մի ոչ համար հետ մեջ վրա մոտ մասին ինչպես նաև միայն արդեն բոլոր ամեն
        որպես պետք եղել""",
    "azerbaijani": """
        və ya ki bu o bir də da ilə üçün kimi qədər görə isə amma ancaq lakin çünki əgər nə mi mı mu mü
        daha ən çox az hər heç bəzi bütün mən sən biz siz onlar mənə sənə ona bizə sizə onlara məni səni
        onu bizi sizi onları mənim sənin onun bizim sizin onların öz özü var yox deyil idi imiş olan olaraq
        olub olur olduğunu sonra əvvəl üzrə qarşı həm şey kim necə niyə harada nəyə belə artıq yalnız
        haqqında tərəfindən""",
    "basque": """
        eta edo baina ere ez bai da dira zen ziren du dute zuen zuten dut dugu den duen duten hau hori
        hura hauek horiek haiek bat batzuk bere beren nire gure zure zer nor non noiz nola zein ni zu
        hi gu zuek egin izan baino beste oso dago daude gabe arte eta bezala""",
    "catalan": """
        el la els les un una uns unes i o però de del dels d l a al als amb per pel pels en sobre
        sense entre fins que què qui com quan on quin quina és són era eren ser estar ha han he hi
        havia té tenen es s em et ens us li los ho jo tu ell ella nosaltres vosaltres ells elles
        aquest aquesta aquests aquestes aquell aquella això allò seu seva seus seves meu meva no sí si
        també ja més molt molts tot tota tots totes perquè""",
    "czech": """
        a i o u k s v z na do od po za se si je jsou byl byla bylo byli být bude budou že ale nebo ani
        aby když jak jako co kdo který která které kteří ten ta to ti ty tento tato toto jeho její
        jejich já my vy on ona ono oni mu mi ho jí jim nás vás ne už jen také ještě pro při před pod
        nad mezi bez ze ve ke ku však protože tak tedy kde kdy má mají by jsem jsme""",
    "danish": """
        en et den det de der som dette denne disse jeg du han hun vi os mig dig ham hende dem sig man
        min mit mine din dit dine sin sit sine hans hendes dens deres vores jeres er var være været
        bliver blev blive har havde have haft kan kunne skal skulle vil ville må måtte og eller men
        for at hvis når da fordi mens om end så i på af til fra med uden ved efter før over under
        mellem mod hos ud ind op ned ikke nej jo også kun meget mere mest her der hvor hvem hvad
        hvilken hvordan hvorfor alle alt nogle noget ingen""",
    "dutch": """
        de het een en of maar want dus als dat die dit deze wat wie welke waar wanneer hoe waarom ik
        jij je u hij zij ze wij we jullie hen hun mij me jou hem haar ons onze mijn jouw uw zijn er
        niet geen wel ook nog al toch maar zeer meer meest alleen is was waren ben bent wordt worden
        werd werden heeft hebben had hadden heb kan kunnen kon zal zullen zou zouden moet moeten wil
        van in op aan met voor bij uit naar door over onder tussen tegen zonder om te tot na tijdens
        omdat terwijl toen dan hier daar zich zo""",
    "esperanto": """
        la kaj aŭ sed ke se ĉar en de al por kun sen pri per el ĝis je mi vi li ŝi ĝi ni ili oni mia
        via lia ŝia ĝia nia ilia sia estas estis estos esti ne jes tio tiu tiuj ĉi kio kiu kiuj kia
        kie kiam kiel ĉu unu ankaŭ nur jam tre pli plej ĉe sub super inter antaŭ post kontraŭ""",
    "estonian": """
        ja ning või aga et kui on oli ole olid olla ei ka see seda selle need nende ta tema nad ma
        mina sa sina me meie te teie oma mis kes kus millal kuidas miks mida mille kelle siis veel
        juba ainult väga nii nagu kuid sest üks kõik ise enne pärast koos ilma üle alla vastu kohta
        poolt""",
    "finnish": """
        ja tai mutta että jos kun kuin niin myös on oli olivat ovat olla ole ollut ei en et emme ette
        eivät minä sinä hän me te he se ne tämä tuo nämä nuo joka jotka mikä mitkä kuka ketkä mitä
        missä minun sinun hänen meidän teidän heidän sen sitä siitä siinä sillä tätä tästä tässä jonka
        jota jossa josta vaan vielä jo vain hyvin kanssa ilman ennen jälkeen mukaan sekä koska siis""",
    "french": """
        le la les l un une des du de d et ou mais donc or ni car à au aux en dans par pour sur sous
        avec sans entre vers chez contre depuis pendant avant après que qu qui quoi dont où quand
        comment pourquoi ce c cet cette ces ça cela ceci il elle ils elles on je j tu nous vous me m
        te t se s lui leur leurs y mon ma mes ton ta tes son sa ses notre nos votre vos ne n pas plus
        moins très est sont était étaient être es suis sommes êtes fut a ai as ont avons avez avait
        avaient avoir sera seront serait si comme même aussi tout toute tous toutes autre autres""",
    "german": """
        der die das den dem des ein eine einen einem einer eines und oder aber denn sondern dass daß
        ob wenn weil als wie da in im an am auf aus bei beim mit nach von vom zu zum zur für über
        unter vor hinter neben zwischen durch gegen ohne um bis seit während wegen ich du er sie es
        wir ihr mich mir dich dir ihn ihm ihnen uns euch sich mein meine dein sein seine seinen seiner
        seinem ihre ihren ihrer ihrem unser unsere dieser diese dieses diesen diesem jener jene jenes
        welche welcher welches wer was wo wann warum nicht kein keine keinen nur auch noch schon so
        sehr mehr ist sind war waren bin bist sei wird werden wurde wurden worden hat haben hatte
        hatten habe kann können konnte soll sollen muss müssen will wollen man alle alles andere
        anderen hier dort dann nun doch""",
    "greek": """
        ο η το οι τα του της των τον την τους τις ένας μια ένα και ή αλλά όμως ότι πως που αν όταν
        όπως γιατί επειδή σε στο στη στην στον στους στις στα από για με χωρίς μέχρι κατά μετά πριν
        προς παρά αντί εγώ εσύ αυτός αυτή αυτό εμείς εσείς αυτοί αυτές αυτά μου σου μας σας θα να δεν
        μη μην είναι ήταν έχει έχουν είχε είχαν ποιος ποια ποιο τι πού πότε πολύ πιο μόνο επίσης κάθε
        όλα όλοι""",
    "hindi": """
        का के की को में से ने पर और या भी है हैं था थी थे हो होता होती होते कि यह ये वह वे इस उस इन उन
        इसके उसके इसका उसका जो जिस जिन तो ही तक एक नहीं मैं हम तुम आप मेरा हमारा अपने अपना अपनी कर
        करने किया कुछ कोई सब लिए साथ बाद द्वारा क्या कौन कब कहाँ कैसे लेकिन गया गई गए रहा रही रहे""",
    "hungarian": """
        a az egy és vagy de hogy ha mert mint is nem sem meg már még csak ez azt ezt ezek azok aki
        akik ami amely amelyek amit ahol amikor én te ő mi ti ők engem téged őt minket titeket őket
        van vannak volt voltak lesz lenne lett kell el ki be fel le át ide oda itt ott így úgy nagyon
        minden mindig után előtt alatt között szerint által felé ellen nélkül miatt mi mit hol mikor
        hogyan miért""",
    "indonesian": """
        yang dan di ke dari untuk pada dengan dalam adalah ini itu tidak akan oleh juga atau karena
        saya aku kami kita anda kamu dia ia mereka sebagai bisa dapat telah sudah belum masih ada bagi
        antara tentang seperti jika kalau ketika saat agar supaya tetapi tapi namun hanya lebih sangat
        para si sang nya pun lagi bahwa yaitu yakni siapa apa mana kapan bagaimana mengapa secara
        hingga sampai sejak""",
    "irish": """
        an na a ar i ag le do de ó is agus ach nó go gur ní níl nach nár mura má dá tá bhí bhfuil
        bíonn mé tú sé sí muid sinn sibh siad mo do ár bhur é í iad sin seo siúd cé cad conas nuair
        mar ag as faoi roimh trí thar um chun gan idir ann aon gach""",
    "italian": """
        il lo la i gli le l un uno una di del dello della dei degli delle d a al allo alla ai agli
        alle da dal dallo dalla dai dagli dalle in nel nello nella nei negli nelle su sul sullo sulla
        sui sugli sulle con col per tra fra e ed o od ma se che chi cui non né come quando dove perché
        io tu lui lei noi voi loro egli essa essi mi ti si ci vi ne mio mia miei mie tuo tua suo sua
        suoi sue nostro nostra vostro vostra questo questa questi queste quello quella quelli quelle è
        sono era erano essere sia stato stata ho hai ha abbiamo avete hanno aveva avevano avere più
        molto anche ancora solo già poi quale quali tutto tutti""",
    "lithuanian": """
        ir ar bet kad jei jeigu kai kaip nes o į iš su be per po prie už apie dėl iki nuo pas tarp ant
        aš tu jis ji mes jūs jie jos mano tavo jo jų mūsų jūsų savo šis ši šie šios tas ta tie tos kas
        kuris kuri kurie kurios kur kada kodėl yra buvo būti bus nėra ne ir tik dar jau labai taip pat
        taigi visi viskas""",
    "nepali": """
        र वा तर को का की मा ले लाई बाट देखि सँग पनि छ छन् थियो थिए हो हुन् भयो भएको गरेको गर्न यो यी
        त्यो ती यस त्यस म हामी तिमी तपाईं उनी उनले जो जुन के किन कहाँ कसरी कुन एक अनि भने भन्ने लागि
        नै त सबै अझै""",
    "norwegian": """
        en ei et den det de som dette denne disse jeg eg du han hun ho vi oss dere dykk meg deg ham
        henne dem dei seg man min mitt mine din ditt dine sin sitt sine hans hennes deres vår vårt
        våre er var være vere vært blir ble bli blitt har hadde ha hatt kan kunne skal skulle vil
        ville må måtte og eller men for at å hvis når da fordi mens om enn så i på av til fra med uten
        ved etter før over under mellom mot hos ut inn opp ned ikke ikkje nei også bare mye mer mest
        her der hvor hvem hva hvilken hvordan hvorfor alle alt noen noe ingen""",
    "persian": """
        و در به از که این آن با را است برای تا بر یک هم نیز یا اما اگر هر همه بود بودند شد شده می شود
        شوند کرد کرده کند کنند من تو او ما شما آنها ایشان خود چه چرا کجا کی چون پس بین پیش بعد نه باید
        دارد دارند داشت هایی های ها همین همان وی آنان""",
    "polish": """
        i a w z na do o u ze we nie się jest są był była było byli być będzie będą to ten ta te tego
        tej tym tych temu że jak jako ale lub albo oraz czy ani gdy kiedy gdzie kto co który która
        które którzy którego której których ja ty on ona ono my wy oni one mnie mi ciebie jego jej ich
        im mu go nas was nam wam swój swoje moje mój dla od po przed przez przy pod nad między bez za
        już tylko także też jeszcze bardzo tak więc bo żeby aby by""",
    "portuguese": """
        o a os as um uma uns umas de do da dos das e ou mas que se em no na nos nas por pelo pela
        pelos pelas para com sem sob sobre entre até desde após ao aos à às num numa eu tu ele ela nós
        vós eles elas você vocês me te lhe lhes meu minha meus minhas teu tua seu sua seus suas nosso
        nossa este esta estes estas esse essa esses essas aquele aquela aqueles aquelas isto isso
        aquilo é era eram foi foram ser está estão estava tem têm tinha tinham ter há não sim
        também já mais muito como quando onde quem qual quais porque só""",
    "romanian": """
        și sau dar iar că să dacă când cum unde ce cine care cel cea cei cele un o unui unei niște al
        a ai ale lui ei lor de din la în pe cu fără pentru prin spre până după între sub peste este
        sunt e era erau fi fost fie va vor am ai are au avea eu tu el ea noi voi ele mă te se ne vă îl
        îi le mi ți și acest această acești aceste acel acea mai nu foarte tot toate toți doar deja""",
    "russian": """
        я ты он она оно мы вы они меня мне мной тебя тебе его ему им ее её ей нее неё нему ней нас нам
        вас вам их ними них себя себе мой моя мое мои твой наш наша наше наши ваш свой своя свое свои
        своих этот эта это эти этого этой этому этом этих тот та то те того той тем том тех который
        которая которое которые которого которой которых кто кого кому что чего чему чем какой какая
        какие чей и а но или либо да ни если когда чтобы как так также тоже потому поэтому хотя пока в
        во на с со к ко у о об от ото до из изо за над под при про по для без через между перед после
        не нет бы же ли уже еще ещё только лишь даже очень более был была было были быть есть будет
        будут где там тут здесь куда все всё всех весь вся""",
    "serbian": """
        и у је се на да су са за од не као што али или из до о по који која које би није био била било
        бити ће ја ти он она оно ми ви они оне га му јој их им нас вас свој мој твој његов њен наш ваш
        овај ова ово тај та то кад када где како ко шта јер ако већ само још врло после пре без код i
        u je se na da su sa za od ne kao što ali ili iz do o po koji koja koje bi nije bio bila bilo
        biti će ja ti on ona ono mi vi oni one ga mu joj ih im nas vas svoj moj tvoj njegov njen naš
        vaš ovaj ova ovo taj ta to kad kada gde kako ko šta jer ako već samo još vrlo posle pre bez
        kod""",
    "sesotho": """
        le ya ho e tsa wa ka o ba mme hore ke ha sa se di a ena bona rona lona nna wena hae bo mo ea
        oa la tla ne eo eng jwalo empa kapa tse haholo hape feela""",
    "spanish": """
        el la los las lo un una unos unas de del y e o u pero que si en a al con sin por para sobre
        entre hasta desde hacia contra tras durante según yo tú él ella nosotros vosotros ellos ellas
        usted ustedes me te se nos os le les mi mis tu tus su sus mío mía nuestro nuestra nuestros
        nuestras vuestro este esta estos estas ese esa esos esas aquel aquella aquellos aquellas esto
        eso aquello es son era eran fue fueron ser sido está están estaba estaban estar ha han he
        hemos había habían haber hay tiene tienen tenía no ni sí también ya más muy como cómo cuando
        cuándo donde dónde quien quién cual cuál qué porque todo todos toda todas otro otra otros
        otras""",
    "swedish": """
        en ett den det de som detta denna dessa jag du han hon vi oss ni er mig dig honom henne dem
        sig man min mitt mina din ditt dina sin sitt sina hans hennes dess deras vår vårt våra ert era
        är var vara varit blir blev bli blivit har hade ha haft kan kunde ska skall skulle vill ville
        måste och eller men för att om när då därför medan än så i på av till från med utan vid efter
        före över under mellan mot hos ut in upp ned inte ej nej också bara mycket mer mest här där
        var vem vad vilken vilket vilka hur varför alla allt någon något några ingen""",
    "tamil": """
        நான் நீ நீங்கள் அவன் அவள் அவர் அவர்கள் அது அவை நாம் நாங்கள் இவர் இவை இது என் என்னை எனக்கு உன்
        அவரது தனது தன் இந்த அந்த எந்த ஒரு ஓர் இரு சில பல எல்லா அனைத்து மற்றும் அல்லது ஆனால் ஆனாலும்
        எனவே என்று என்ற என்பது என என்றும் என்ன யார் எங்கு எப்போது எப்படி ஏன் இல்லை உள்ளது உள்ள உள்ளன
        இருந்தது இருந்த இருந்து இருக்கும் ஆகும் ஆகிய வேண்டும் கூட மட்டும் மேலும் மிகவும் மீது மேல்
        கீழ் முன் பின் பின்னர் பிறகு வரை பற்றி போன்ற போல் இங்கு அங்கு இப்போது""",
    "turkish": """
        ve veya ya da de ki bir bu şu o ile için gibi kadar göre ama fakat ancak çünkü eğer ne mi mı
        mu mü ise daha en çok her hiç bazı tüm bütün ben sen biz siz onlar bana sana ona bize size
        onlara beni seni onu bizi sizi onları benim senin onun bizim sizin onların kendi var yok değil
        oldu olan olarak olduğu olduğunu idi dir diye sonra önce üzere karşı hem şey kim nasıl neden
        nerede zaman""",
    "ukrainian": """
        і й та в у на з із зі зо до за від о об про по при під над перед після між без для через що щоб як
        якщо коли де чому хто не ні чи або але а ж же б би бо він вона воно вони я ти ми ви його її їх йому
        їй їм ним нею ними нього неї них мене мені тебе тобі нас нам вас вам мій твій наш ваш свій своє
        свої свою своїх цей ця це ці цього цієї цих той та те ті того тієї тих який яка яке які якого якої
        яких є був була було були буде будуть бути має мають також так уже вже ще лише тільки дуже більш
        може можна треба весь вся все всі всіх себе собі""",
    "yiddish": """
        און אין איז אַז די דער דאָס דעם פֿון צו מיט אויף נישט ניט איך דו ער זי עס מיר איר זיי האָט
        האָבן געווען זײַן זענען אָבער אָדער ווי וואָס ווער ווען וווּ פֿאַר בײַ נאָך אַ אַן זיך אויך
        נאָר שוין""",
}
#: Second stemmers of a language, and the stemmer whose stopwords they share.
_SAME_AS = {"porter": "english", "dutch_porter": "dutch"}
#: Stopwords of other languages that have a meaning in English, or are common names there. If English is among
#: several languages, they are not stopwords: a search for `soldiers die` is not a search for soldiers.
_ENGLISH_TOO = """
    ale ali alt ant au bare bat ben bet bin bio bus car care che col come con dan das die dig dine dire
    dos dove due el ella elle end era eu fur go gore ham han hans hat hay hem hen hoe hun ii inter jag
    jam jest kim la las lo los man mar men mere met mia mine mint mod mot must need nos ode one par pat
    per plus pod pour pre pun sang sans see sense sin sit size sob solo son sub sue super take ten tie
    til till ton tot un van var via volt von want war wat will"""


@cache
def stopwords_of(language: str) -> frozenset[str]:
    """Return the folded stopwords of one or several languages of stemming; none for NO_STEMMING."""
    if len(names := languages_of(language)) > 1:
        every = frozenset().union(*map(stopwords_of, names))
        english = next((stopwords_of(name) for name in names if _SAME_AS.get(name, name) == "english"), None)
        return every if english is None else every - (frozenset(_ENGLISH_TOO.split()) - english)
    text = _WORDS.get(_SAME_AS.get(language, language), "")
    return frozenset(map(fold, text.split()))
