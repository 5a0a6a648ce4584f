window.YTD.tweets.part0 = [
  {
    "tweet" : {
      "entities" : {
        "urls" : [
          { "url" : "https://t.co/aB3dE5gH7j", "expanded_url" : "https://news.example/pilots?a=1", "indices" : [ "60", "83" ] }
        ]
      },
      "source" : "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
      "id_str" : "1317357180936269824",
      "created_at" : "Sat Oct 17 06:30:00 +0000 2020",
      "full_text" : "Harbour pilots in Lisbon went back to work after two days. https://t.co/aB3dE5gH7j",
      "lang" : "en"
    }
  }
]
