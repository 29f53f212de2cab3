package oldimport

var klaviyoKey = "pk_UBHTg9_2ec34ece956d9cd389a0a072ee12d521cb" // want `private Klaviyo key "pk_..….." in source`
