// Package asynq stands in for the module of that name: signatures alone.
package asynq

import (
	"context"
	"time"
)

type Option interface{ String() string }

type option string

func (o option) String() string { return string(o) }

func ProcessIn(d time.Duration) Option { return option("in") }
func TaskID(id string) Option          { return option(id) }
func MaxRetry(n int) Option            { return option("n") }

type Task struct {
	typename string
	payload  []byte
}

func NewTask(typename string, payload []byte, opts ...Option) *Task { return &Task{typename, payload} }

func (t *Task) Payload() []byte { return t.payload }

type RedisConnOpt interface{ MakeRedisClient() any }

type RedisClientOpt struct{ Addr string }

func (o RedisClientOpt) MakeRedisClient() any { return nil }

type TaskInfo struct{ ID string }

type Client struct{}

func NewClient(r RedisConnOpt) *Client { return &Client{} }

func (c *Client) Enqueue(task *Task, opts ...Option) (*TaskInfo, error) { return nil, nil }
func (c *Client) EnqueueContext(ctx context.Context, task *Task, opts ...Option) (*TaskInfo, error) {
	return nil, nil
}

type Handler interface {
	ProcessTask(context.Context, *Task) error
}

type ServeMux struct{}

func NewServeMux() *ServeMux { return &ServeMux{} }

func (m *ServeMux) ProcessTask(context.Context, *Task) error                              { return nil }
func (m *ServeMux) HandleFunc(pattern string, handler func(context.Context, *Task) error) {}

type Config struct{ Concurrency int }

type Server struct{}

func NewServer(r RedisConnOpt, cfg Config) *Server { return &Server{} }

func (s *Server) Run(h Handler) error { return nil }
