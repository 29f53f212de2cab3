module example.com/defaults

go 1.25

require github.com/spf13/viper v1.19.0

replace github.com/spf13/viper => ./viper
