/// Passwords that many people use, and that are therefore tried first. Only those that pass the rule of length are here.
///
/// Chosen from the frequency list of zxcvbn (https://github.com/dropbox/zxcvbn, MIT licence), with the usual Dutch ones added.
enum CommonPasswords {
    /// Letter case does not make a guess any harder.
    static func contain(_ password: String) -> Bool { all.contains(password.lowercased()) }

    private static let all: Set<String> = Set(
        #"""
        !qaz2wsx3edc 0000000000 00000000000 000000000000 0000000000d 0000000000o 0102030405 010203040506 0123456789
        012345678910 0123654789 014702580369 0147258369 0147852369 0147896325 0192837465 01telemike01 0987654321 09876543210
        0987654321a 0987654321q 1020304050 102030405060 1029384756 1029384756q 10293847qp 1111111111 11111111111 111111111111
        1111111111zz 1111122222 11111aaaaa 1112131415 111222333000 111222333444555 111222333a 1122112211 1122334455
        112233445566 1123581321 1133557799 1212121212 121212121212 1212312121 1213141516 1223334444 122333444455555 1231231231
        123123123123 123123123a 123123123q 123123qweqwe 123321456654 123321qweewq 1234123412 12341234123 1234509876 1234554321
        1234554321a 1234554321q 1234562000 12345654321 123456654321 12345672000 123456782000 1234567887654321 123456789.
        1234567890 12345678900 123456789000 12345678900987654321 123456789012 1234567890123 12345678901234 1234567890987654321
        1234567890a 1234567890d 1234567890m 1234567890o 1234567890p 1234567890q 1234567890qaz 1234567890qw 1234567890qwe
        1234567890qwerty 1234567890s 1234567890w 1234567890z 1234567890zzz 1234567891 12345678910 123456789101 12345678912
        123456789123 1234567892000 12345678987654321 1234567899 123456789987654321 123456789a 123456789aa 123456789abc
        123456789as 123456789asd 123456789b 123456789c 123456789d 123456789e 123456789f 123456789g 123456789i 123456789j
        123456789k 123456789l 123456789m 123456789n 123456789o 123456789p 123456789q 123456789qaz 123456789qq 123456789qqq
        123456789qw 123456789qwe 123456789qwer 123456789qwerty 123456789r 123456789s 123456789t 123456789v 123456789w
        123456789x 123456789y 123456789z 123456789zx 123456789zxc 123456789zz 12345678qwe 1234567qwertyu 123456qwer
        123456qwert 123456qwerty 12345abcde 12345asdfg 12345qwert 12345qwerty 12345trewq 12345zxcvb 1234qwerasdf
        1234qwerasdfzxcv 1234qwerty 1236547890 123654789a 123hfjdk147 123qwe456rty 123qweasdzx 123qweasdzxc 123qwerty123
        132forever 1346798520 1357908642 1357924680 1357997531 1472583690 147258369a 1597532486 159753456852 17171717aa
        1928374655 19952009sa 19mtpgam19 1a2a3a4a5a 1a2b3c4d5e 1a2s3d4f5g 1a2s3d4f5g6h 1q2q3q4q5q 1q2w3e4r5t 1q2w3e4r5t6y
        1q2w3e4r5t6y7u 1qa2ws3ed4rf 1qa2ws3ed4rf5tg 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1qaz@wsx3edc 1qazwsxedc 1qazxsw23edc
        1qazxsw23edcvfr4 1qwertyuiop 1z2x3c4v5b 2222222222 23176djivanfros 2468013579 26429vadim 2dumb2live 31217221027711
        3141592654 3216732167 3333333333 38gjgeuftd 3syqo15hil 413276191q 4294967296 42qwerty42 4444444444 4815162342
        4815162342a 4815162342q 4904s677075 51051051051 541233432442 5432112345 5544332211 5555555555 5hsu75kpot 6666666666
        671fsa75yt 7418529630 742617000027 7777755102q 7777777777 7894561230 789456123a 7elephants 80070633pc 80637852730
        8096468644q 80988218126 87e5nclizry 88002000600 8888888888 89015173454 89032073168 89172735872 89211375759
        89231243658s 89600506779 8phrowz622 8phrowz624 9085084232 9085603566 9293709b13 9638527410 9876543210 987654321a
        987654321g 987654321q 987654321z 989244342a 9988776655 999111999q 9999999999 99strenght a123456789 a1234567890
        a1a2a3a4a5 a1b2c3d4e5 a1s2d3f4g5 a1s2d3f4g5h6 a987654321 aa123456789 aaaaaaaaaa aaaaaaaaaaaa abc1234567 abc123456789
        abcd123456 abcd1234abcd abcde12345 abcdefghij abcdefghijk abcdefghijkl abcdefghijklmnop abracadabra abrakadabra
        accountbloc admin12345 admin123456 admin18533362 administrator administrator1 administrator123 ajaxajaxajax
        ajaxamsterdam ajcuivd289 ajnjuhfabz alabama123 aleksander aleksandra alessandro alexander1 alexandra1 alexsander
        alphaomega alternativa amadeusptfcor amsterdam020 amsterdam1 amsterdam12 amsterdam123 anastasija anastasiya
        andrewjackie angelochek angelofwar antananarivu apokalipsis applesauce armageddon arsenal123 asdf1234asdf asdfasdfasdf
        asdfg12345 asdfgh123456 asdfghjkl1 asdfghjkl123 asdfghjkl; astalavista astonmartin astonvilla australia1 avrillavigne
        awdrgyjilp awesome123 azertyuiop azsxdcfvgb azwebitalia badnaamhere baseball11 baseball12 basketball1 batman12345
        beautiful1 berezuckiy bestfriend birthday10 birthday100 birthday21 birthday26 birthday27 birthday28 birthday299
        birthday54 bladerunner blingbling bltynbabrfwbz bluedevils bluedragon bondarenko boredboi4u bpgjldsgjldthnf braveheart
        breakdance brucewayne bujhmbujhm butterbean butterfly1 byajhvfnbrf california1 callofduty cannondale casablanca
        cegthgegth cegthgfhjkm cfkfvfylhf cghfdjxybr cgtwbfkbcn changeme123 changeme1234 changemenow charlie123 cheburashka
        chelsea123 chessmaster chicken123 chickenwing101 chocolate1 chrisbrown christiaan christian1 christophe christopher1
        cjdthitycndj clubpenguin cnfnbcnbrf cnjvfnjkju comicbookdb comicbooks computador computadora contrasena coorslight
        corperfmonsy correcthorsebatterystaple counterstrike ctdfcnjgjkm cvzefh1gkc cxfcnkbdfz cxfcnmttcnm cyberonline
        cyecvevhbr cyjdsvujljv cytuehjxrf darkknight darthvader dashadasha dbrnjhjdbx dbrnjhjdyf dctvcjcfnm dctvghbdtn
        deeppurple deerhunter deltaforce depechemode desperados deutschland devildriver devilmaycry devilmaycry4 dfktynbyrf
        dhjnvytyjub digitalprodu dkflbdjcnjr dkflbvbhjdbx dkflbvbhjdyf dodgeviper domodedovo donaldduck donkeykong dragon12345
        dragonball dragonballz dragonfire efbcapa201 eindhoven040 ekaterina20 elizabeth1 enterprise escaflowne evanescence
        evangelion eybdthcbntn fallenangel falloutboy fartripper fcbarcelona felicidade fenerbahce feyenoord1 feyenoord123
        feyenoord1908 fgjrfkbgcbc fighting54 finalfantasy firefighter firestarter firstone123 fkmnthyfnbdf fktrcfylh1
        fktrcfylhf fktrcfylhjd fktrcfylhjdbx fktrcfylhjdf fktrcfylhjdyf fktrcfylth flintstone flvbybcnhfnjh football12
        football123 formatters frederiksberg friendster froinlaven fromvermine frozenfish fufnfrhbcnb fyfnjkmtdbx fyfnjkmtdyf
        fynfyfyfhbde galatasara galatasaray gamemaster gblfhfcbyf geheim1234 geheim12345 gerasimova gfhfcjkmrf gfhfvgfvgfv
        gfhjkmgfhjkm ghbdtndctv ghbdtnghbdtn ghbdtngjrf ghbdtnrfrltkf ghjcnbnenrf ghjcnbvtyz ghjcnjabkz ghjcnjgbpltw
        ghjcnjgfhjkm ghjcnjghjcnj ghjcnjnfr1 ghjcnjqgfhjkm ghjcnjrdfibyj ghjcnjrdfif ghjgfufylf ghjnbdjcnjzybt ghjrehfnehf
        ghjrjgtyrj ghjuhfvbcn ghjuhfvvbcn ghostrider gjdtkbntkm gjikbdctyf gjkysqgbpltw gjytltkmybr godisgreat goldfinger
        good123654 goodfellas goodmorning gordolee85 grandorgue greedisgood greenlantern gthtcnhjqrf gthtrhtcnjr gtnhjpfdjlcr
        gunslinger gxlmxbewym hammertime hardwareid harrypotter heavymetal hedimaptfcor herfst2025 herfst2025! hesoyam123
        highlander hijodeputa hollandholland hollister1 hollywood1 hondacivic htubcnhfwbz hypnodanny iaapptfcor iampurehaha2
        iddqdiddqd iddqdidkfa ikhouvanjou ikhouvanjou1 illuminati ilovemusic ilovemyfamily ilovemylife ilovemyself iloveyou11
        iloveyou12 iloveyou123 iloveyou1234 ingodwetrust installdevic installsqlst installutil intelinside intermilan
        ironmaiden iseedeadpeople itsasecret jackdaniels jamesbond007 jasmine123 jediknight jedimaster jessejames jetbalance
        jigei743ks jimandanne jlbyjxtcndj jordan12345 juancarlos juggernaut justforfun justinbiebe justinbieber jxfhjdfirf
        k123456789 kalifornia kamehameha kbnthfnehf kd189nlcih kingfisher kl?benhavn klapaucius kobebryant konstantin
        kravchenko kudos4ever kurtcobain kwiatuszek ladyffesta lamborghini lamborgini leavemealone ledzeppelin lente2025!
        lente2026! letmein123 letmein1234 letmeinnow lfplhfgthvf lifeisgood lightsaber limpbizkit linkinpark littlebear
        littleminge liverpool1 liverpool123 liverpoolfc livestrong lkjhgfdsaz lkjhgfdsazx lockerroom lololyo123 loploprock
        losangeles lost4815162342 lotrfotr34 loveforever loveislife lp2568cskt luansantana lucifer666 luckycharm luojianhua
        lytghjgtnhjdcr lzhan16889 m123456789 ma123123123 madagaskar magical123 manchester manchester1 mandarinka mandragora
        mapet123456 mapleleafs markhegarty mashamasha mastercard masterchief mastermind matchbox20 matematica matematika
        mattylad10 maurolarastefy maximilian maxmotives metallica1 mevefalkcakk michael123 michaeljackson mickeymouse
        microphone mijnwachtwoord millerlite millertime minecraft123 minhasenha minicooper minnesota_hp moneymaker monkey12345
        monkeybutt montecarlo montgom240 morganstanley mortalkombat mostwanted motherlode msorcloledbr multiplelo multiplelog
        murcielago musiclover mypassword natasha123 nccpl25282 necromancer nederland1 nederland123 need4speed needforspeed
        nemvxyheqdd5oqxyxyzi networkingpe neveragain nevergiveup neverwinter neworleans newpassword newzealand nhecsyfujkjdt
        nhfdvfnjkju123 nhfrnjhbcn nhfycajhvths nightcrawler nightshade nikolaevna nintendo64 nissan350z nokia6230i nokiadermo
        nondriversig nopassword nthvbyfnjh nuttertools oc247ngucz olcrackmaster oldsmobile olegnaruto omgkremidia onetwothree
        ontheoutside ontherocks opensesame orochimaru p030710p$e4o p@ssw0rd123 p@ssw0rd1234 p@ssword123 pa$$w0rd123 paintball1
        pandemonium parolparol passw0rd123 password!123 password01 password1! password11 password12 password12! password123
        password123! password1234 password1234! password2023 password2024 password2025 password2026 password99
        passwordpassword pathfinder peanutbutter peternorth peugeot406 pfhfnecnhf phezc419hv pineapple1 playstation
        playstation2 playstation3 poiuytrewq pokemon123 pokemon1234 polopolo09 porsche911 portishead premiumcash primetime21
        princess123 prisonbreak psveindhoven psychnaut1 ptybnxtvgbjy puertorico punksnotdead q123456789 q1234567890 q1q2q3q4q5
        q1w2e3r4t5 q1w2e3r4t5y6 q1w2e3r4t5y6u7 q1w2e3r4t5y6u7i8 q1w2e3r4t5y6u7i8o9p0 qawsedrftg qawsedrftgyh qazwsxedc1
        qazwsxedc12 qazwsxedc123 qazwsxedcrfv qazwsxedcrfvtgb qazxswedc123 qazxswedcvfr qpwoeiruty qq123456789 quant4307s
        quicksilver quiksilver qwaszxerdfcv qwe1234567 qweasdzxc1 qweasdzxc123 qwerasdfzxcv qwert12345 qwert54321 qwertasdfg
        qwertasdfgzxcvb qwertgfdsa qwerttrewq qwerty123! qwerty1234 qwerty1234! qwerty12345 qwerty12345! qwerty123456
        qwerty123456789 qwerty2010 qwertyasdfgh qwertyu123 qwertyuiop qwertyuiop1 qwertyuiop10 qwertyuiop12 qwertyuiop123
        qwertyuiop12345 qwertyuiop[] qwertyytrewq qwertzuiop rammstein1 rangerover realmadrid reanimator residentevil
        respublika rfcgthcrbq rfgecnfcerf rfhfrfnbwf rfhfvtkmrf rfkmrekznjh rfnfcnhjaf rfnfgekmnf rhbcnbyjxrf rhfcyjzhcr
        rhfvfnjhcr riverplate rjhjkmbien rjirfrgbde rjycnbnewbz rjycnfynby rkfdbfnehf roadrunner rockbottom rockhopper
        roflcopter ronaldinho rotterdam010 rotterdam123 runescape1 s123456789 s456123789 sailormoon salamander salamandra
        samsung123 sanandreas sanfrancisco saqartvelo sasha12345 saun24865709 scoubidou2 scoubidou6 secret1234 secret12345
        seemnemaailm serendipity sersolution service321 sevastopol shamanking shevchenko sidewinder silenthill simferopol
        simpleplan skateboard skorpion39 slipknot666 smallville snusmumrik sojdlg123aljg solidsnake something1 sonnenschein
        sonyericsson soso123aljg spam967888 spartan117 specialinsta spiderman1 spiderman3 stalingrad stalker123 starwars123
        statistika steamforums stickdaddy77 stinkyfinger stomatolog stratocaster strawberry streetball studioworks studmuffin
        summer2024 summer2025 summertime sundaypunch sunshine123 superduper superman12 superman123 supermanboy supermario
        superpuper supersecret supersonic svetasveta sweetdream syncmaster systemofadown table54781 tadmichaels tamwsn3sja
        tdfyutkbjy telecaster terminator test123456 test1234567 testing123 testing1234 testtest123 testtesttest thebeatles
        thecakeisalie thugstools thunderbird ticketmaster tigerwoods timberland timberwolf tinkerbell tokiohotel tombraider
        topsecret1 trustno1trustno1 trustnoone tupacshakur ublhjgjybrf ufhhbgjnnth ujkjdjkjvrf undertaker unforgiven
        v123456789 vaffanculo vanyarespekt vbhjndjhtw venom121293 verygoodbot vfhbyfvfhbyf vfhufhbnrf vfhvtkflrf vflfufcrfh
        vfntvfnbrf vfrcbvvfrcbv vfvfgfgf123 vfvfvskfhfve vfylfhbyrf vladimirovna vladislava volkswagen voordeur123
        voordeur1234 voordeurvoordeur voorjaar2025 voorjaar2026 vqsablpzla vsjasnel12 vyjujnjxbt wachtwoord wachtwoord1
        wachtwoord12 wachtwoord123 wachtwoord1234 walkman555 wallstreet warhammer40k watermelon wazzkaprivet wcrfxtvgbjy
        websolutions websolutionssu webuivalidat weihnachte weihnachten weihnachtsbau weihnachtsbaum welcome123 welcome123!
        welcome1234 welcome2024 welcome2025 welcome2026 welkom01welkom01 welkom123! welkom1234 welkom1234! welkom12345
        welkom2023 welkom2024 welkom2024! welkom2025 welkom2025! welkom2026 welkom2026! wenef45313 wethepeople whosyourdaddy
        winnipeg261 winter2024 winter2025 winter2026 wishmaster wonderwall wonderwoman wrestling1 writerspace xiaoyua123
        xpressmusic ybrjkftdbx ybrjkftdyf yfcnzyfcnz yfnfitymrf yjdsqgfhjkm z123456789 z1x2c3v4b5 z1x2c3v4b5n6m7 zaqwsxcderfv
        zaratustra zcfvfzkexifz zcxfcnkbdf zcxfcnkbdfz zjses9evpa zomer2024! zomer2025! zomer2026! zqjphsyf6ctifgu zx123456789
        zxcasdqwe123 zxcvb12345 zxcvbasdfg zxcvbnm123 zxcvbnm1234
        """#.split { $0 == " " || $0 == "\n" }.map(String.init))
}
