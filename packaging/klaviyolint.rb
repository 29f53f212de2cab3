# Homebrew formula that builds from source, for taps that take no casks. The
# release fills in the version and the checksum of the source archive:
#
#	packaging/formula v0.1.0 >Formula/klaviyolint.rb
class Klaviyolint < Formula
  desc "Reports what will break in production in Go code that calls the Klaviyo API"
  homepage "https://github.com/klaviyolint/klaviyolint"
  url "https://github.com/klaviyolint/klaviyolint/archive/refs/tags/@TAG@.tar.gz"
  sha256 "@SHA256@"
  license "MIT"
  head "https://github.com/klaviyolint/klaviyolint.git", branch: "main"

  depends_on "go"

  def install
    system "go", "build", *std_go_args(ldflags: "-s -w"), "./cmd/klaviyolint"
    system bin/"klaviyolint", "man", "-dir", "man1"
    man1.install Dir["man1/*"]
    generate_completions_from_executable(bin/"klaviyolint", "completion")
  end

  test do
    (testpath/"go.mod").write "module example.com/test\n\ngo 1.25\n"
    (testpath/"main.go").write <<~GO
      package main

      import "net/http"

      func main() { http.Get("https://a.klaviyo.com/api/accounts") }
    GO
    assert_match "(revision)", shell_output("#{bin}/klaviyolint ./...", 1)
  end
end
