package apps

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"

	"github.com/spf13/viper"
)

type Config struct {
	DB      string
	Klaviyo KlaviyoConfig `json:"klaviyo"`
}

type KlaviyoConfig struct {
	PrivateKey string `json:"private_key"`
	CompanyID  string `json:"company_id"`
	Revision   string `json:"revision"`
}

func FromViper() KlaviyoConfig {
	return KlaviyoConfig{PrivateKey: viper.GetString("klaviyo.private_key"), CompanyID: viper.GetString("klaviyo.company_id")}
}

func Main() {
	key := flag.String("klaviyo-api-key", "", "the key")
	company := flag.String("klaviyo-company-id", "", "the id")
	flag.Parse()
	log.Println("company", *company)
	log.Println("key", *key) // want `log\.Println writes the private key \("klaviyo-api-key"\) to the log`
	c := FromViper()
	log.Println(c.CompanyID, c.Revision)
	log.Printf("%+v", c)                            // want `log\.Printf writes a value that holds the private key`
	log.Println(viper.GetString("klaviyo.api_key")) // want `log\.Println writes the private key \("klaviyo\.api_key"\) to the log`
	log.Println(viper.GetString("klaviyo.list_id"))
	if c.PrivateKey == "" {
		log.Fatal("klaviyo.private_key is missing")
	}
}

func Handler(cfg *Config) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("debug") != "" {
			fmt.Fprintf(w, "config: %+v", cfg) // want `fmt\.Fprintf writes a value that holds the private key`
		}
		http.Error(w, "no such shop for "+cfg.Klaviyo.CompanyID, 404)
		json.NewEncoder(w).Encode(map[string]string{"company": cfg.Klaviyo.CompanyID})
	}
}

func Fatal(cfg Config) {
	if cfg.Klaviyo.Revision == "" {
		panic(fmt.Sprintf("no revision: %v", cfg.DB))
	}
	err := fmt.Errorf("config %v", cfg) // want `fmt\.Errorf writes a value that holds the private key`
	log.Println(err)
}

// A store keeps keys of tenants: writing them to a database or a file is no leak.
type tenant struct{ Name, KlaviyoAPIKey string }

func save(ts []tenant) error {
	f, err := os.Create("tenants.json")
	if err != nil {
		return err
	}
	defer f.Close()
	for _, t := range ts {
		log.Printf("saving %s", t.Name)
		fmt.Fprintf(f, "%s=%s\n", t.Name, t.KlaviyoAPIKey)
	}
	return json.NewEncoder(f).Encode(ts)
}

func list(ts []tenant) {
	for _, t := range ts {
		log.Printf("tenant %+v", t) // want `log\.Printf writes a value that holds the private key`
	}
	log.Println(len(ts))
}
