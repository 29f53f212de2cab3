package settings

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"strings"
)

var klaviyoKey = os.Getenv("KLAVIYO_API_KEY")

func init() {
	if klaviyoKey == "" {
		log.Println("KLAVIYO_API_KEY is not set")
	}
}

func dumpEnv() {
	for _, e := range os.Environ() {
		log.Println(e)
	}
}

func legacy(list string) error {
	u, err := url.Parse("https://a.klaviyo.com/api/v2/list/" + list + "/members")
	if err != nil {
		return err
	}
	q := u.Query()
	q.Set("api_key", klaviyoKey) // want `the private key \("KLAVIYO_API_KEY"\) is in the query of a URL, which logs`
	u.RawQuery = q.Encode()
	log.Println("GET", u.Path)
	log.Println("GET", u.String()) // want `log\.Println writes the private key \("KLAVIYO_API_KEY"\) to the log`
	resp, err := http.Get(u.String())
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func form() error {
	v := url.Values{"api_key": {klaviyoKey}, "email": {"a@example.com"}}
	resp, err := http.PostForm("https://a.klaviyo.com/api/v2/people/exclusions", v)
	if err != nil {
		log.Println(err)
		return err
	}
	return resp.Body.Close()
}

func compare(r *http.Request) bool {
	log.Println("compare", r.Header.Get("X-Api-Key") == klaviyoKey)
	return r.Header.Get("X-Api-Key") == klaviyoKey
}

func parts() {
	id, _, _ := strings.Cut(strings.TrimPrefix(klaviyoKey, "pk_"), "_")
	log.Println("company", id)
	fmt.Println(strings.Repeat("*", len(klaviyoKey)))
	fmt.Println(strings.Contains(klaviyoKey, "pk_"), strings.Count(klaviyoKey, "_"))
	fmt.Println(klaviyoKey) // want `fmt\.Println writes the private key \("KLAVIYO_API_KEY"\) to the output`
	println(klaviyoKey)
	panic("bad key " + klaviyoKey)
}

type errKey struct{ key string }

func (e errKey) Error() string { return "bad key " + e.key }

func fail() error { return errKey{klaviyoKey} }

type conf struct {
	KlaviyoAPIKey string `json:"klaviyo_api_key"`
	Shop          string `json:"shop"`
}

type quietConf struct {
	KlaviyoAPIKey string `json:"-"`
	Shop          string `json:"shop"`
}

func encode(c conf, q quietConf) {
	enc := json.NewEncoder(os.Stdout)
	enc.Encode(c) // want `json\.Encoder\.Encode writes a value that holds the private key`
	enc.Encode(q)
	f, _ := os.Create("conf.json")
	json.NewEncoder(f).Encode(c)
}
