module example.com/cohort-export

go 1.25
