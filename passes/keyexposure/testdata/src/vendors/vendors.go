package vendors

import (
	"fmt"
	"log"
	"os"
)

type Vendor struct {
	Name  string
	Token string
}

func vendors() []Vendor {
	return []Vendor{
		{Name: "klaviyo", Token: os.Getenv("KLAVIYO_API_KEY")},
		{Name: "stripe", Token: os.Getenv("STRIPE_KEY")},
	}
}

func Show() {
	for _, v := range vendors() {
		log.Println(v.Name)
		log.Println(v.Token) // want `log\.Println writes the private key \("KLAVIYO_API_KEY"\) to the log`
	}
	m := map[string]string{"klaviyo": os.Getenv("KLAVIYO_API_KEY")}
	fmt.Println(m) // want `fmt\.Println writes the private key \("KLAVIYO_API_KEY"\) to the output`
	delete(m, "klaviyo")
	fmt.Println(len(m))
}

type tenant struct {
	Name string
	Opts struct {
		KlaviyoAPIKey *string
	}
}

func Tenant(t tenant) {
	log.Printf("%+v", t)
	if t.Opts.KlaviyoAPIKey != nil {
		log.Println(*t.Opts.KlaviyoAPIKey) // want `log\.Println writes the private key \("tenant\.Opts\.KlaviyoAPIKey"\) to the log`
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "set KLAVIYO_API_KEY=pk_...")
	fmt.Printf("%s: missing\n", "KLAVIYO_API_KEY")
}

const envKey = "KLAVIYO_API_KEY"

func name() { log.Println("reading", envKey); log.Fatalf("%s must be set", envKey) }

func klaviyoKeyFor(shop string) (string, error) {
	v := os.Getenv("KLAVIYO_API_KEY_" + shop)
	if v == "" {
		return "", fmt.Errorf("no key for %s", shop)
	}
	return v, nil
}

func secretName(klaviyoAPIKeySecretName string) { log.Println(klaviyoAPIKeySecretName) }

func cacheKey(klaviyoCacheKey string, klaviyoMetricKey string) { log.Println(klaviyoCacheKey) }
