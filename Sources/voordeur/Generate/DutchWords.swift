/// What invented customers are made from. Streets and towns exist; people and businesses do not.
enum DutchWords {
    struct Town: Sendable {
        let name: String
        /// The first and last postcode.
        let postcodes: ClosedRange<Int>
        /// The area code of a telephone number, without its 0.
        let area: String
    }

    static let firstNames = words(
        """
        Anna Bram Bas Britt Casper Carlijn Daan Demi Eva Emma Fleur Finn Femke Floris Gijs Hanna Hugo Iris Ilse Jan Jasper Jesse \
        Julia Joost Karin Kim Koen Lars Lieke Lotte Luuk Maaike Maarten Marieke Mees Merel Milan Nienke Noor Niels Olivia Pieter \
        Pim Puck Roos Ruben Sanne Saar Sem Sophie Stijn Sven Tess Thijs Tim Tessa Vera Willem Wouter Yara Youssef Fatima Mehmet \
        Aisha Priya Ravi Sofia Mateusz
        """)

    static let surnames = list(
        """
        de Jong;Jansen;de Vries;van den Berg;van Dijk;Bakker;Janssen;Visser;Smit;Meijer;de Boer;Mulder;de Groot;Bos;Vos;Peters;\
        Hendriks;van Leeuwen;Dekker;Brouwer;de Wit;Dijkstra;Smits;de Graaf;van der Meer;van der Linden;Kok;Jacobs;de Haan;Vermeulen;\
        van den Heuvel;van der Veen;van den Broek;de Bruijn;Schouten;van Beek;Willems;van Vliet;Hoekstra;Maas;Verhoeven;Koster;\
        van Dam;Prins;Blom;Huisman;Peeters;de Jonge;Kuipers;van Veen;Post;Kuiper;Veenstra;Kramer;van den Brink;Scholten;van Wijk;\
        Postma;Martens;Timmermans;Yılmaz;El Amrani;Kaya;Nguyen
        """)

    /// `%` stands for a surname.
    static let businesses = list(
        """
        Installatiebedrijf %;% Advies;Hoveniersbedrijf %;Schildersbedrijf %;Bouwbedrijf % B.V.;Garage %;Autobedrijf %;Kapsalon %;\
        Bloemisterij %;Slagerij %;Restaurant %;Café %;Lunchroom %;Hotel %;% Administratie;Notariskantoor %;Tandartspraktijk %;\
        Fysiotherapie %;Huisartsenpraktijk %;Dierenkliniek %;Timmerwerken %;% & Zonen;% Transport B.V.;% Techniek B.V.;\
        Accountantskantoor %;Makelaardij %;Boekhandel %;Drukkerij %;% Media;% Evenementen;Manege %;Kinderopvang %;Boerderij %;\
        Wijnhandel %;Kaashandel %;Juwelier %;Optiek %;Loodgietersbedrijf %;Stukadoorsbedrijf %;% Interieur
        """)

    static let streets = list(
        """
        Kerkstraat;Schoolstraat;Molenstraat;Dorpsstraat;Molenweg;Stationsweg;Hoofdstraat;Nieuwstraat;Julianastraat;Wilhelminastraat;\
        Beatrixstraat;Parallelweg;Industrieweg;Kastanjelaan;Beukenlaan;Lindelaan;Eikenlaan;Berkenlaan;Markt;Marktplein;Oudegracht;\
        Voorstraat;Achterstraat;Havenstraat;Havenkade;Singel;Prinsengracht;Westerkade;Noorderdijk;Zuiderweg;Kanaalweg;Sportlaan;\
        Raadhuisplein;Brugstraat;Veerweg;Tuinstraat;Bloemstraat;Rozenstraat;Tulpstraat;Leliestraat;Korenmolen;Vissersdijk;\
        Burgemeester Jansenlaan;Dokter Schaepmanstraat;Laan van Nieuw Oosteinde;Spoorstraat;Ambachtsweg;Handelskade
        """)

    static let towns = [
        Town(name: "Amsterdam", postcodes: 1011...1109, area: "20"),
        Town(name: "Rotterdam", postcodes: 3011...3089, area: "10"),
        Town(name: "Den Haag", postcodes: 2511...2597, area: "70"),
        Town(name: "Utrecht", postcodes: 3511...3585, area: "30"),
        Town(name: "Eindhoven", postcodes: 5611...5658, area: "40"),
        Town(name: "Groningen", postcodes: 9711...9747, area: "50"),
        Town(name: "Tilburg", postcodes: 5011...5049, area: "13"),
        Town(name: "Almere", postcodes: 1311...1363, area: "36"),
        Town(name: "Breda", postcodes: 4811...4839, area: "76"),
        Town(name: "Nijmegen", postcodes: 6511...6546, area: "24"),
        Town(name: "Apeldoorn", postcodes: 7311...7339, area: "55"),
        Town(name: "Haarlem", postcodes: 2011...2037, area: "23"),
        Town(name: "Arnhem", postcodes: 6811...6846, area: "26"),
        Town(name: "Amersfoort", postcodes: 3811...3829, area: "33"),
        Town(name: "Zaandam", postcodes: 1501...1509, area: "75"),
        Town(name: "Den Bosch", postcodes: 5211...5237, area: "73"),
        Town(name: "Zwolle", postcodes: 8011...8043, area: "38"),
        Town(name: "Leiden", postcodes: 2311...2334, area: "71"),
        Town(name: "Dordrecht", postcodes: 3311...3329, area: "78"),
        Town(name: "Maastricht", postcodes: 6211...6229, area: "43"),
        Town(name: "Ede", postcodes: 6711...6718, area: "318"),
        Town(name: "Alkmaar", postcodes: 1811...1827, area: "72"),
        Town(name: "Leeuwarden", postcodes: 8911...8941, area: "58"),
        Town(name: "Delft", postcodes: 2611...2629, area: "15"),
        Town(name: "Deventer", postcodes: 7411...7433, area: "570"),
        Town(name: "Hilversum", postcodes: 1211...1223, area: "35"),
        Town(name: "Gouda", postcodes: 2801...2809, area: "182"),
        Town(name: "Assen", postcodes: 9401...9408, area: "592"),
        Town(name: "Middelburg", postcodes: 4331...4339, area: "118"),
        Town(name: "Venlo", postcodes: 5911...5928, area: "77"),
    ]

    /// Letters of postcodes: none that looks like another one.
    static let postcodeLetters = Array("ABCDEGHJKLMNPRSTVWXZ").map(String.init)

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    private static func list(_ text: String) -> [String] { text.split(separator: ";").map(String.init) }
}
