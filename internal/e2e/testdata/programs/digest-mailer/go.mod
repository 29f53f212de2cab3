module example.com/digest-mailer

go 1.25
