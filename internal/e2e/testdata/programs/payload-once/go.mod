module example.com/payload-once

go 1.25
