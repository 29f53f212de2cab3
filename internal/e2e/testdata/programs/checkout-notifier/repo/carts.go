package repo

import (
	"context"
	"fmt"
	"sync"
	"time"
)

type Cart struct {
	ID, Email, Phone string
	Total            float64
	Touched          time.Time
}

type Carts struct {
	mu sync.RWMutex
	m  map[string]Cart
}

func NewCarts() *Carts { return &Carts{m: map[string]Cart{}} }

func (c *Carts) Get(_ context.Context, id string) (Cart, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	cart, ok := c.m[id]
	if !ok {
		return cart, fmt.Errorf("cart %q: not found", id)
	}
	return cart, nil
}

func (c *Carts) Save(_ context.Context, cart Cart) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.m[cart.ID] = cart
	return nil
}
