// Package resources maps Terraform resources to API calls.
package resources

import (
	"context"
	"errors"
	"net/http"

	"example.com/terraform-provider-klaviyo/internal/client"
)

// Resource is one resource type.
type Resource interface {
	Create(ctx context.Context, name string) (id string, err error)
	Read(ctx context.Context, id string) (name string, err error)
	Update(ctx context.Context, id, name string) error
	Delete(ctx context.Context, id string) error
}

type doer interface {
	Do(ctx context.Context, method, path string, in, out any) error
}

type doc struct {
	Data struct {
		Type       string `json:"type"`
		ID         string `json:"id,omitempty"`
		Attributes struct {
			Name string `json:"name"`
		} `json:"attributes"`
	} `json:"data"`
}

func newDoc(kind, id, name string) (d doc) {
	d.Data.Type, d.Data.ID, d.Data.Attributes.Name = kind, id, name
	return d
}

func gone(err error) bool {
	var se *client.StatusError
	return errors.As(err, &se) && se.Code == http.StatusNotFound
}

// List is klaviyo_list.
type List struct{ api doer }

// NewList builds the resource.
func NewList(c *client.Client) *List { return &List{api: c} }

// Create makes the list.
func (l *List) Create(ctx context.Context, name string) (string, error) {
	var d doc
	err := l.api.Do(ctx, http.MethodPost, "/api/lists", newDoc("list", "", name), &d)
	return d.Data.ID, err
}

// Read reads the list.
func (l *List) Read(ctx context.Context, id string) (string, error) {
	var d doc
	err := l.api.Do(ctx, http.MethodGet, "/api/lists/"+id, nil, &d)
	if gone(err) {
		return "", nil
	}
	return d.Data.Attributes.Name, err
}

// Update renames the list.
func (l *List) Update(ctx context.Context, id, name string) error {
	return l.api.Do(ctx, http.MethodPut, "/api/lists/"+id, newDoc("list", id, name), nil) // want endpoint
}

// Delete deletes the list.
func (l *List) Delete(ctx context.Context, id string) error {
	return l.api.Do(ctx, http.MethodDelete, "/api/lists/"+id, nil, nil)
}

// Tag is klaviyo_tag.
type Tag struct{ api *client.Client }

// NewTag builds the resource.
func NewTag(c *client.Client) *Tag { return &Tag{api: c} }

const tagPath = "/api/tags/"

// Create makes the tag.
func (t *Tag) Create(ctx context.Context, name string) (string, error) {
	var d doc
	err := t.api.Do(ctx, http.MethodPost, "/api/tags", newDoc("tag", "", name), &d)
	return d.Data.ID, err
}

// Read reads the tag.
func (t *Tag) Read(ctx context.Context, id string) (string, error) {
	var d doc
	err := t.api.Do(ctx, http.MethodGet, tagPath+id, nil, &d)
	return d.Data.Attributes.Name, err
}

// Update renames the tag.
func (t *Tag) Update(ctx context.Context, id, name string) error {
	return t.api.Do(ctx, http.MethodPatch, tagPath+id, newDoc("tag", id, name), nil)
}

// Delete deletes the tag.
func (t *Tag) Delete(ctx context.Context, id string) error {
	return t.api.Do(ctx, http.MethodDelete, tagPath+id, nil, nil)
}
