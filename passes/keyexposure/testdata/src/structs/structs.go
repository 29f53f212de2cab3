package structs

import (
	"encoding/json"
	"fmt"
	"log"
	"log/slog"
	"os"
)

type Config struct {
	Addr          string
	KlaviyoAPIKey string
}

type Hidden struct {
	Addr          string
	KlaviyoAPIKey string
}

func (h Hidden) String() string { return "Hidden{" + h.Addr + "}" }

type Loud struct {
	KlaviyoAPIKey string
}

func (l Loud) String() string { return "Loud{" + l.KlaviyoAPIKey + "}" }

type Secret string

func (Secret) String() string { return "***" }

type Typed struct {
	KlaviyoAPIKey Secret
}

type Logged struct{ KlaviyoAPIKey string }

func (Logged) LogValue() slog.Value { return slog.StringValue("logged") }

type Nested struct {
	Name    string
	Klaviyo struct {
		APIKey string
		ListID string
		Public string
	}
}

type Outer struct {
	Inner *Config
}

func load() (*Config, error) {
	f, err := os.ReadFile("c.json")
	if err != nil {
		return nil, err
	}
	var c Config
	if err := json.Unmarshal(f, &c); err != nil {
		return nil, err
	}
	return &c, nil
}

func A() {
	c, err := load()
	if err != nil {
		log.Fatal(err)
	}
	log.Printf("config %+v", c) // want `log\.Printf shows a value as a whole`
	log.Printf("config %v", *c) // want `log\.Printf shows a value as a whole`
	fmt.Println(c)              // want `fmt\.Println shows a value as a whole`
	log.Println(c.Addr)
	log.Println(c.KlaviyoAPIKey) // want `log\.Println writes the private key \("Config\.KlaviyoAPIKey"\) to the log`
	log.Println(c.KlaviyoAPIKey == "")
	safe := *c
	safe.KlaviyoAPIKey = "redacted"
	log.Printf("config %+v", safe)
	log.Printf("%T", c)
	log.Printf("%p", c)
}

func B(h Hidden, l Loud, t Typed, g Logged, n Nested, o Outer) {
	log.Printf("%+v", h)
	log.Printf("%v", l) // want `log\.Printf writes the private key \("Loud\.KlaviyoAPIKey"\) to the log`
	log.Printf("%+v", t)
	log.Println(t.KlaviyoAPIKey)
	slog.Info("x", "cfg", g)
	log.Printf("%+v", n) // want `log\.Printf shows a value as a whole`
	log.Printf("%+v", o)
	log.Println(n.Klaviyo.ListID, n.Klaviyo.Public)
	log.Println(n.Klaviyo.APIKey) // want `log\.Println writes the private key \("Nested\.Klaviyo\.APIKey"\) to the log`
}

func (c *Config) Dump() string { return fmt.Sprintf("%+v", *c) }

func C(c *Config) {
	fmt.Println(c.Dump()) // want `fmt\.Println shows a value as a whole`
	s := fmt.Sprint(c.KlaviyoAPIKey)
	slog.Debug(s) // want `slog\.Debug writes the private key \("Config\.KlaviyoAPIKey"\) to the log`
}
