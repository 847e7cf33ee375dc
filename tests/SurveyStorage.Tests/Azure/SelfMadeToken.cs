using System.Buffers.Text;
using System.Text;

using Azure.Core;

namespace SurveyStorage.Tests.Azure;

/// <summary>An unsigned token with the claims that Azurite checks.</summary>
internal sealed class SelfMadeToken(string audience) : TokenCredential
{
    public List<string> Scopes { get; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Scopes.AddRange(requestContext.Scopes);
        var now = TimeProvider.System.GetUtcNow();
        var expires = now.AddHours(1);
        var claims = $$"""
            {"iss":"https://sts.windows.net/tenant/","aud":"{{audience}}","iat":{{Seconds(now)}},"nbf":{{Seconds(now)}},"exp":{{Seconds(expires)}}}
            """;
        return new AccessToken($"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(claims)}.{Encode("unsigned")}", expires);
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));

    private static long Seconds(DateTimeOffset time) => time.AddMinutes(-1).ToUnixTimeSeconds();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
