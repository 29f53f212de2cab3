package sink

import (
	"context"
	"net/http"
	"time"
)

// Contact is the vendor-neutral record.
type Contact struct {
	Email string
	First string
	Tags  []string
}

// Sink takes contacts.
type Sink interface {
	Push(ctx context.Context, c Contact) error
}

var shared = &http.Client{Timeout: 10 * time.Second}
