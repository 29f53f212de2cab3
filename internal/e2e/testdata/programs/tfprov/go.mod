module example.com/terraform-provider-klaviyo

go 1.25
