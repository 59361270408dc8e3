# An app in Ruby, with the oauth2 gem as Debian packages it. One JSON request per line on standard input, one JSON answer per line.
require "json"
require "oauth2"

# What the answer of a call is, or the error in the words of RFC 6749.
def answer
  yield
rescue OAuth2::Error => e
  { error: e.code, status: e.response.status }
end

def described(token)
  { access_token: token.token, refresh_token: token.refresh_token, expires_in: token.expires_in }.merge(token.params)
end

client = nil
token = nil
STDIN.each_line do |line|
  ask = JSON.parse(line)
  result = answer do
    case ask["do"]
    when "configure"
      client = OAuth2::Client.new(
        ask["id"], ask["secret"],
        site: ask["site"], authorize_url: ask["authorize"], token_url: ask["token"], auth_scheme: ask["scheme"].to_sym
      )
      {}
    when "authorize" then { url: client.auth_code.authorize_url(ask["parameters"]) }
    when "exchange"
      token = client.auth_code.get_token(ask["code"], ask["parameters"])
      described(token)
    when "refresh"
      token = token.refresh!
      described(token)
    when "client_credentials"
      token = client.client_credentials.get_token(ask["parameters"])
      described(token)
    when "get" then { status: token.get(ask["url"]).status }
    end
  end
  puts JSON.generate(result)
  STDOUT.flush
end
