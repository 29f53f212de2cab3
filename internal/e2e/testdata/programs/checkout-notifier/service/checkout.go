package service

import (
	"context"
	"log"
	"time"

	"example.com/checkout-notifier/repo"
)

type CartRepository interface {
	Get(ctx context.Context, id string) (repo.Cart, error)
	Save(ctx context.Context, c repo.Cart) error
}

type EventPublisher interface {
	Purchase(ctx context.Context, orderID, email string, total float64) error
	Abandoned(ctx context.Context, cartID, email string, at time.Time) error
	SaveCustomer(ctx context.Context, email, phone string) (string, error)
	NewGuest(ctx context.Context, phone, source string) (string, error)
	Known(ctx context.Context, email string) (int, error)
}

type CheckoutInput struct {
	OrderID string `json:"order_id"`
	Phone   string `json:"phone"`
}

type Checkout struct {
	carts CartRepository
	pub   EventPublisher
	log   *log.Logger
}

func NewCheckout(c CartRepository, p EventPublisher, l *log.Logger) *Checkout {
	return &Checkout{carts: c, pub: p, log: l}
}

func (s *Checkout) Complete(ctx context.Context, cartID string, in CheckoutInput) error {
	cart, err := s.carts.Get(ctx, cartID)
	if err != nil {
		return err
	}
	if cart.Email == "" {
		id, err := s.pub.NewGuest(ctx, in.Phone, "checkout")
		s.log.Printf("guest %s for order %s", id, in.OrderID)
		return err
	}
	known, err := s.pub.Known(ctx, cart.Email)
	if err != nil {
		return err
	}
	id, err := s.pub.SaveCustomer(ctx, cart.Email, in.Phone)
	if err != nil {
		return err
	}
	s.log.Printf("order %s: profile %s (new: %t)", in.OrderID, id, known == 0)
	return s.pub.Purchase(ctx, in.OrderID, cart.Email, cart.Total)
}

func (s *Checkout) Abandon(ctx context.Context, cartID string) error {
	cart, err := s.carts.Get(ctx, cartID)
	if err != nil {
		return err
	}
	return s.pub.Abandoned(ctx, cart.ID, cart.Email, cart.Touched)
}

// SeedDemo writes the customers of the sales demo.
func (s *Checkout) SeedDemo(ctx context.Context) error {
	if _, err := s.pub.SaveCustomer(ctx, "demo.one@shop.example", "+14155550123"); err != nil {
		return err
	}
	if _, err := s.pub.SaveCustomer(ctx, "demo.two@shop.example", "(415) 555-0124"); err != nil {
		return err
	}
	return s.carts.Save(ctx, repo.Cart{ID: "demo", Email: "demo.one@shop.example", Phone: "415-555-0123", Touched: time.Now()})
}
