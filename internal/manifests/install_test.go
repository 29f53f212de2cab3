package manifests

import (
	"slices"
	"testing"

	"github.com/klaviyolint/klaviyolint/internal/sidefile"
)

func TestInstallCommands(t *testing.T) {
	for command, want := range map[string]string{
		"npm i klaviyo-api":                                             "1:7-18 klaviyo-api any",
		"npm install -g klaviyo-api@latest":                             "1:16-34 klaviyo-api moving",
		"npm install --save klaviyo-api@22.0.0":                         "1:20-38 klaviyo-api exact 22.0.0",
		"npm i 'klaviyo-api@^22'":                                       "1:7-24 klaviyo-api range",
		"npm i klaviyo-api@\"$V\"":                                      "1:7-23 klaviyo-api unjudged",
		"npm --prefix app install klaviyo-api":                          "1:26-37 klaviyo-api any",
		"npm i git+https://github.com/klaviyo/klaviyo-api-node.git":     "1:7-58 klaviyo-api vcs",
		"npm i x@npm:klaviyo-api@22.0.0":                                "1:7-31 klaviyo-api exact 22.0.0",
		"sudo npm i klaviyo-sdk":                                        "1:12-23 klaviyo-sdk any",
		"A=b npm i klaviyo-api":                                         "1:11-22 klaviyo-api any",
		"cd app && npm i klaviyo-api; true":                             "1:17-28 klaviyo-api any",
		"x=$(npm i klaviyo-api)":                                        "1:11-22 klaviyo-api any",
		"yarn add klaviyo-api":                                          "1:10-21 klaviyo-api any",
		"yarn global add klaviyo-api@22.0.0":                            "1:17-35 klaviyo-api exact 22.0.0",
		"pnpm add -D klaviyo-api@22":                                    "1:13-27 klaviyo-api range",
		"bun add klaviyo-api":                                           "1:9-20 klaviyo-api any",
		"pip install klaviyo-api":                                       "1:13-24 klaviyo-api any",
		"pip3.11 install -U 'klaviyo_api>=22'":                          "1:20-37 klaviyo-api range",
		"python -m pip install klaviyo-api==22.0.0":                     "1:23-42 klaviyo-api exact 22.0.0",
		"pip install git+https://github.com/klaviyo/klaviyo-api-python": "1:13-62 klaviyo-api vcs",
		"pip install -c constraints.txt klaviyo-api":                    "1:32-43 klaviyo-api unjudged",
		"uv pip install klaviyo-api":                                    "1:16-27 klaviyo-api any",
		"uv add klaviyo-api==22.0.0":                                    "1:8-27 klaviyo-api exact 22.0.0",
		"poetry add klaviyo-api@^22":                                    "1:12-27 klaviyo-api range",
		"poetry add klaviyo-api@latest":                                 "1:12-30 klaviyo-api moving",
		"poetry add klaviyo-api@22.0.0":                                 "1:12-30 klaviyo-api exact 22.0.0",
		"pipenv install klaviyo-api":                                    "1:16-27 klaviyo-api any",
		"gem install klaviyo-api-sdk":                                   "1:13-28 klaviyo-api-sdk any",
		"gem install klaviyo-api-sdk -v 18.0.0":                         "1:13-28 klaviyo-api-sdk exact 18.0.0",
		"gem install --version='~> 18' klaviyo-api-sdk":                 "1:31-46 klaviyo-api-sdk range",
		"gem install klaviyo-api-sdk:18.0.0":                            "1:13-35 klaviyo-api-sdk exact 18.0.0",
		"bundle add klaviyo-api-sdk --version \"18.0.0\"":               "1:12-27 klaviyo-api-sdk exact 18.0.0",
		"composer require klaviyo/api":                                  "1:18-29 klaviyo/api any",
		"composer require klaviyo/api:^20":                              "1:18-33 klaviyo/api range",
		"composer require klaviyo/api 20.0.0":                           "1:18-29 klaviyo/api exact 20.0.0",
		"composer require \"klaviyo/api=20.0.0\"":                       "1:18-38 klaviyo/api exact 20.0.0",
		"go get github.com/monetha/go-klaviyo@latest":                   "1:8-44 github.com/monetha/go-klaviyo moving",
		"go get -u github.com/monetha/go-klaviyo":                       "1:11-40 github.com/monetha/go-klaviyo any",
		"go get github.com/monetha/go-klaviyo/models/profile@v0.0.9":    "1:8-59 github.com/monetha/go-klaviyo exact v0.0.9",
		"GOFLAGS=-mod=mod go install github.com/monetha/go-klaviyo@v0":  "1:29-61 github.com/monetha/go-klaviyo range",
		"sh -c \"npm i klaviyo-api\"":                                   "1:14-25 klaviyo-api any",
		"docker compose run --rm app npm i klaviyo-api":                 "1:35-46 klaviyo-api any",
		"npm ci":                                                            "",
		"npm uninstall klaviyo-api":                                         "",
		"npm i klaviyo-api-extras":                                          "",
		"npm run install klaviyo-api":                                       "",
		"echo npm i klaviyo-api":                                            "",
		"@echo npm i klaviyo-api":                                           "",
		"# npm i klaviyo-api":                                               "",
		"true # npm i klaviyo-api":                                          "",
		"echo \"run npm i klaviyo-api\"":                                    "",
		"grep 'npm i klaviyo-api' x":                                        "",
		"cat <<EOF\nnpm i klaviyo-api\nEOF":                                 "",
		"cat <<EOF\nx\nEOF\nnpm i klaviyo-api":                              "4:7-18 klaviyo-api any",
		"bash <<'EOF'\nnpm i klaviyo-api\nEOF":                              "2:7-18 klaviyo-api any",
		"npm i \\\n  left-pad \\\n  klaviyo-api":                            "3:3-14 klaviyo-api any",
		"npm i left-pad\nklaviyo-api":                                       "",
		"pip install -r klaviyo-api.txt":                                    "",
		"go run github.com/monetha/go-klaviyo@latest":                       "",
		"\tnpm i klaviyo-api@$(VERSION)":                                    "1:8-30 klaviyo-api unjudged",
		"if ! npm i klaviyo-api; then exit 1; fi":                           "1:12-23 klaviyo-api any",
		"/usr/local/bin/npm i klaviyo-api && /usr/bin/pip install requests": "1:22-33 klaviyo-api any",
	} {
		f := sidefile.New("x.sh", []byte(command))
		got := shown(scriptInstalls(f, sidefile.Shell))
		var expect []string
		if want != "" {
			expect = []string{want}
		}
		if !slices.Equal(got, expect) {
			t.Errorf("%q:\n got %q\nwant %q", command, got, expect)
		}
	}
}

func TestDockerfile(t *testing.T) {
	checkEverySpelling(t, "Dockerfile", `FROM node:22
# RUN npm i klaviyo-api
LABEL note="npm i klaviyo-api"
RUN npm ci && \
    # the client
    npm i \
      # which one
      klaviyo-api
RUN --mount=type=cache,target=/root/.npm npm i klaviyo-api@22.0.0
RUN ["npm", "install", "klaviyo-api"]
RUN ["sh", "-c", "pip install klaviyo-api"]
RUN echo npm i klaviyo-api
RUN <<EOF
gem install klaviyo-api-sdk
EOF
`, sure(func(f *sidefile.File) []Dependency { return scriptInstalls(f, sidefile.Docker) }),
		"8:7-18 klaviyo-api any",
		"9:48-66 klaviyo-api exact 22.0.0",
		"10:24-37 klaviyo-api any",
		"11:31-42 klaviyo-api any",
		"14:13-28 klaviyo-api-sdk any",
	)
}

func TestWorkflow(t *testing.T) {
	checkEverySpelling(t, "ci.yml", `name: npm i klaviyo-api
on: push
jobs:
  build:
    steps:
      - uses: actions/checkout@v4
      - name: npm i klaviyo-api
        run: npm i klaviyo-api
      - run: |
          # npm i klaviyo-api
          npm ci
          pip install klaviyo-api==22.0.0

          gem install klaviyo-api-sdk
        env:
          NOTE: npm i klaviyo-api
      - run: >-
          npm i
          klaviyo-api@22.0.0
      - run: "yarn add klaviyo-api"
      - description: |
          npm i klaviyo-api
      - run: npm i klaviyo-api@${{ matrix.version }}
test:
  script:
    - npm i klaviyo-api
    - |
      pip install klaviyo-api
  before_script:
  - npm i klaviyo-api@22.0.0
  other:
    - npm i klaviyo-api
  command: ["sh", "-c", "npm i klaviyo-api"]
`, sure(func(f *sidefile.File) []Dependency { return scriptInstalls(f, sidefile.YAML) }),
		"8:20-31 klaviyo-api any",
		"12:23-42 klaviyo-api exact 22.0.0",
		"14:23-38 klaviyo-api-sdk any",
		"19:11-29 klaviyo-api exact 22.0.0",
		"20:24-35 klaviyo-api any",
		"23:20-53 klaviyo-api unjudged",
		"26:13-24 klaviyo-api any",
		"28:19-30 klaviyo-api any",
		"30:11-29 klaviyo-api exact 22.0.0",
		"33:32-43 klaviyo-api any",
	)
}
