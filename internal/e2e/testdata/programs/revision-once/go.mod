module example.com/revision-once

go 1.25
