// Package stripey logs a key of somebody else, beside Klaviyo's.
package stripey

import (
	"log"
	"net/http"
	"os"
)

type Stripe struct{ APIKey string }

type Clients struct {
	stripe *Stripe
	token  string
}

func (c *Clients) Ping() {
	log.Println("stripe", c.stripe.APIKey)
	log.Println(os.Getenv("SHOPIFY_API_KEY"))
	req, _ := http.NewRequest("GET", "https://api.stripe.com/v1/charges?api_key="+c.stripe.APIKey, nil)
	req.Header.Set("Authorization", "Bearer "+c.token)
	log.Println(c.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		log.Println(err)
		return
	}
	res.Body.Close()
}

// The form that is subscribed to.
const klaviyo = "https://static.klaviyo.com/onsite/js/klaviyo.js"
