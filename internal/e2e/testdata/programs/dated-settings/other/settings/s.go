package settings

type Stripe struct{ Version string }

func Default() Stripe { return Stripe{Version: "2023-10-16"} }
func Since() string   { return "2023-10-15" }
