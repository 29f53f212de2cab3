module example.com/patient-sync

go 1.25
