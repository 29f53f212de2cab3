// Worker imports profiles from a file, one after the other, and ends.
package main

import (
	"bufio"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	client := &http.Client{Timeout: 10 * time.Second}
	tick := time.NewTicker(200 * time.Millisecond)
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		<-tick.C
		if err := send(client, in.Text()); err != nil {
			log.Fatalf("klaviyo: %v", err)
		}
	}
}

func send(client *http.Client, doc string) error {
	wait := time.Second
	for attempt := 0; ; attempt++ {
		req, err := http.NewRequest("POST", "https://a.klaviyo.com/api/profile-import", strings.NewReader(doc))
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Klaviyo-API-Key "+os.Getenv("KLAVIYO_PRIVATE_KEY"))
		req.Header.Set("revision", "2026-07-15")
		resp, err := client.Do(req)
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode < 300 {
				return nil
			}
			if resp.StatusCode == 401 || resp.StatusCode == 403 {
				log.Fatalf("klaviyo refuses the key: %d", resp.StatusCode)
			}
			if resp.StatusCode == 429 {
				seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
				time.Sleep(time.Duration(seconds) * time.Second)
				continue
			}
			if resp.StatusCode < 500 {
				log.Printf("left out: %d", resp.StatusCode)
				return nil
			}
		}
		if attempt == 5 {
			return err
		}
		time.Sleep(wait)
		wait *= 2
	}
}
