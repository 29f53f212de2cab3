// Package status has answers whose status is looked at, or not.
package status

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httputil"
	"os"
	"strings"
)

const base = "https://a.klaviyo.com"

func req(method, path string) *http.Request {
	r, _ := http.NewRequest(method, base+path, nil)
	return r
}

type C struct {
	hc   *http.Client
	last *http.Response
	bad  int
}

func (c *C) Decoded(out any) error {
	resp, err := c.hc.Do(req("GET", "/api/lists")) // want `the status of Klaviyo's answer \(GET /api/lists\) is never checked, so a`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(out)
}

func (c *C) Dropped() error {
	_, err := c.hc.Do(req("POST", "/api/events")) // want `the status of Klaviyo's answer \(POST /api/events\) is never checked, so a`
	return err
}

func (c *C) Closed() error {
	resp, err := c.hc.Do(req("POST", "/api/events")) // want `the status of Klaviyo's answer \(POST /api/events\) is never checked, so a`
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (c *C) Read() ([]byte, error) {
	resp, err := c.hc.Do(req("GET", "/api/metrics")) // want `the status of Klaviyo's answer \(GET /api/metrics\) is never checked, so a`
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func (c *C) Checked() ([]byte, error) {
	resp, err := c.hc.Do(req("GET", "/api/metrics"))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return nil, fmt.Errorf("status %s", resp.Status)
	}
	return io.ReadAll(resp.Body)
}

func check(r *http.Response) error {
	if r.StatusCode/100 != 2 {
		return errors.New(r.Status)
	}
	return nil
}

func (c *C) Helper() ([]byte, error) {
	resp, err := c.hc.Do(req("GET", "/api/metrics"))
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if err := check(resp); err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func (c *C) Returned() (*http.Response, error) { return c.hc.Do(req("GET", "/api/metrics")) }

func (c *C) Told() (int, error) {
	resp, err := c.hc.Do(req("GET", "/api/metrics"))
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

func (c *C) Kept() error {
	resp, err := c.hc.Do(req("GET", "/api/metrics"))
	c.last = resp
	return err
}

func (c *C) send(path string) (*http.Response, error) { return c.hc.Do(req("GET", path)) }

func (c *C) One() error {
	resp, err := c.send("/api/tags")
	if err != nil {
		return err
	}
	return check(resp)
}

func (c *C) Two() ([]byte, error) {
	resp, err := c.send("/api/tags") // want `the status of Klaviyo's answer \(GET /api/tags\) is never checked, so a`
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func (c *C) raw(path string) (*http.Response, error) {
	return c.hc.Do(req("GET", path)) // want `the status of Klaviyo's answer \(GET /api/flows\) is never checked, so a`
}

func (c *C) Three() ([]byte, error) {
	resp, err := c.raw("/api/tags")
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func (c *C) Four() error {
	resp, err := c.raw("/api/flows")
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func (c *C) Logs() {
	resp, err := c.hc.Do(req("GET", "/api/metrics"))
	if err != nil {
		return
	}
	log.Println(resp.Status)
}

func (c *C) Dump() error {
	resp, err := c.hc.Do(req("GET", "/api/metrics")) // want `the status of Klaviyo's answer \(GET /api/metrics\) is never checked, so a`
	if err != nil {
		return err
	}
	b, _ := httputil.DumpResponse(resp, true)
	os.Stdout.Write(b)
	return nil
}

func (c *C) Channel(ch chan *http.Response) error {
	resp, err := c.hc.Do(req("GET", "/api/metrics"))
	if err != nil {
		return err
	}
	ch <- resp
	return nil
}

func (c *C) Closure() error {
	do := func(p string) (*http.Response, error) { return c.hc.Do(req("GET", p)) }
	resp, err := do("/api/metrics")
	if err != nil {
		return err
	}
	return check(resp)
}

func (c *C) Goroutine() {
	go func() {
		resp, err := c.hc.Do(req("POST", "/api/events")) // want `the status of Klaviyo's answer \(POST /api/events\) is never checked, so a`
		if err != nil {
			return
		}
		resp.Body.Close()
	}()
}

func Quick() {
	http.Post(base+"/api/events", "application/json", strings.NewReader("{}")) // want `the status of Klaviyo's answer \(POST /api/events\) is never checked, so a`
}

// swallowed

func (c *C) Swallow() error {
	resp, err := c.hc.Do(req("POST", "/api/events")) // want `when Klaviyo answers 401 or 403 \(POST /api/events\), no error is returned`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == 401 || resp.StatusCode == 403 {
		return nil
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("status %d", resp.StatusCode)
	}
	return nil
}

func (c *C) SwallowCase() (*struct{ ID string }, error) {
	resp, err := c.hc.Do(req("GET", "/api/accounts")) // want `when Klaviyo answers 401 or 403 \(GET /api/accounts\), no error is returned`
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	switch resp.StatusCode {
	case 200:
	case http.StatusUnauthorized, http.StatusForbidden:
		return nil, nil
	default:
		return nil, errors.New(resp.Status)
	}
	var out struct{ ID string }
	return &out, json.NewDecoder(resp.Body).Decode(&out)
}

func (c *C) SwallowAll() {
	resp, err := c.hc.Do(req("POST", "/api/events")) // want `when Klaviyo answers 401 or 403 \(POST /api/events\), no error is returned`
	if err != nil {
		log.Print(err)
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		return
	}
	c.bad = 0
}

func (c *C) Counts() {
	resp, err := c.hc.Do(req("POST", "/api/events"))
	if err != nil {
		log.Print(err)
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		c.bad++
	}
}

func (c *C) Says() {
	resp, err := c.hc.Do(req("POST", "/api/events")) // want `when Klaviyo answers 403 \(POST /api/events\), no error is returned and`
	if err != nil {
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode == 401 {
		log.Print("bad key")
		return
	}
}

func (c *C) Valid() (bool, error) {
	resp, err := c.hc.Do(req("GET", "/api/accounts"))
	if err != nil {
		return false, err
	}
	defer resp.Body.Close()
	if resp.StatusCode == 401 || resp.StatusCode == 403 {
		return false, nil
	}
	if resp.StatusCode != 200 {
		return false, errors.New(resp.Status)
	}
	return true, nil
}

func (c *C) Healthy() bool {
	resp, err := c.hc.Do(req("GET", "/api/accounts"))
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	return resp.StatusCode == 200
}

func (c *C) OnlyServerErrors() error {
	resp, err := c.hc.Do(req("POST", "/api/events")) // want `when Klaviyo answers 401 or 403 \(POST /api/events\), no error is returned`
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 500 {
		return errors.New(resp.Status)
	}
	return nil
}

func (c *C) Skips(ids []string) error {
	for _, id := range ids {
		resp, err := c.hc.Do(req("GET", "/api/profiles/"+id)) // want `when Klaviyo answers 403 \(GET /api/profiles/\{\?\}\), no error is returned and`
		if err != nil {
			return err
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusForbidden {
			continue
		}
		if resp.StatusCode >= 300 {
			return errors.New(resp.Status)
		}
	}
	return nil
}

func (c *C) Panics() {
	resp, err := c.hc.Do(req("GET", "/api/accounts"))
	if err != nil || resp.StatusCode >= 400 {
		panic("klaviyo")
	}
	resp.Body.Close()
}

func (c *C) Fatal() {
	resp, err := c.hc.Do(req("GET", "/api/accounts"))
	if err != nil {
		return
	}
	resp.Body.Close()
	if resp.StatusCode >= 400 {
		os.Exit(1)
	}
}

func (c *C) Collect() (errs []error) {
	resp, err := c.hc.Do(req("GET", "/api/accounts"))
	if err != nil {
		return []error{err}
	}
	resp.Body.Close()
	if resp.StatusCode >= 400 {
		errs = append(errs, errors.New(resp.Status))
	}
	return errs
}

func handler(w http.ResponseWriter, r *http.Request) {
	resp, err := http.DefaultClient.Do(req("GET", "/api/accounts"))
	if err != nil {
		http.Error(w, err.Error(), 502)
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 400 {
		w.WriteHeader(resp.StatusCode)
		return
	}
	io.Copy(w, resp.Body)
}
