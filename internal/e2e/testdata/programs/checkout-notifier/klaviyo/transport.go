package klaviyo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"time"

	"example.com/checkout-notifier/config"
)

type operation int

const (
	opImportProfile operation = iota
	opCreateProfile
	opCreateEvent
	opGetProfiles
)

type route struct {
	method string
	path   string
}

var routes = map[operation]route{
	opImportProfile: {http.MethodPost, "profile-import"},
	opCreateProfile: {http.MethodPost, "profiles"},
	opCreateEvent:   {http.MethodPost, "events"},
	opGetProfiles:   {http.MethodGet, "profiles"},
}

// Publisher sends what happens in the shop.
type Publisher struct {
	base    *url.URL
	cfg     config.KlaviyoConfig
	client  *http.Client
	log     *log.Logger
	headers http.Header
}

func NewPublisher(cfg config.KlaviyoConfig, l *log.Logger) *Publisher {
	base, err := url.Parse(cfg.Endpoint)
	if err != nil {
		panic(err)
	}
	return &Publisher{
		base:   base,
		cfg:    cfg,
		client: &http.Client{Timeout: 10 * time.Second},
		log:    l,
		headers: http.Header{
			"Authorization": {"Klaviyo-API-Key " + cfg.APIKey},
			"Revision":      {"2026-07-15"},
			"Content-Type":  {"application/json"},
		},
	}
}

var errRejected = errors.New("klaviyo rejected the request")

func (p *Publisher) build(ctx context.Context, r route, query url.Values, body any) (*http.Request, error) {
	u := p.base.ResolveReference(&url.URL{Path: r.path, RawQuery: query.Encode()})
	var rd io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		rd = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, r.method, u.String(), rd)
	if err != nil {
		return nil, err
	}
	req.Header = p.headers.Clone()
	return req, nil
}

// execute sends the request of one operation and decodes the reply.
func (p *Publisher) execute(ctx context.Context, op operation, query url.Values, body, out any) error {
	req, err := p.build(ctx, routes[op], query, body)
	if err != nil {
		return err
	}
	res, err := p.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode >= http.StatusBadRequest {
		msg, _ := io.ReadAll(io.LimitReader(res.Body, 2048))
		p.log.Printf("%s %s: %d", req.Method, req.URL.Path, res.StatusCode)
		return fmt.Errorf("%w: %d %s", errRejected, res.StatusCode, msg)
	}
	if out == nil {
		return nil
	}
	return json.NewDecoder(res.Body).Decode(out)
}

// lookup retries, for reads are cheap.
func (p *Publisher) lookup(ctx context.Context, query url.Values, out any) error {
	for i := 0; i < p.cfg.Retries; i++ {
		req, err := p.build(ctx, routes[opGetProfiles], query, nil)
		if err != nil {
			return err
		}
		res, err := p.client.Do(req)
		if err != nil {
			return err
		}
		if res.StatusCode == http.StatusTooManyRequests { // want retryafter
			res.Body.Close()
			time.Sleep(time.Duration(1<<i) * time.Second)
			continue
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			return fmt.Errorf("%w: %d", errRejected, res.StatusCode)
		}
		return json.NewDecoder(res.Body).Decode(out)
	}
	return errRejected
}
