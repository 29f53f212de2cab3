module example.com/job-channels

go 1.25
