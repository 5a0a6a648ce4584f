window.YTD.account.part0 = [ {
  "account" : {
    "email" : "jane@example.org",
    "username" : "pilots",
    "accountDisplayName" : "Jane Sample"
  }
} ]