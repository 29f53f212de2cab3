module example.com/sms-consent

go 1.25
