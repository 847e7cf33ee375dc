using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

using SurveyEngine.People;

using Surveys.Ids;

namespace SurveyFunctions.Hosting;

/// <summary>A provider of identities (OpenID Connect) with which people of one tenant sign in.</summary>
public sealed record ProviderOptions
{
    /// <summary>The setting: JSON with the properties of this, but for the secret.</summary>
    public const string Setting = "SignIn";

    /// <summary>The setting of the secret alone, so that it can be a reference to a vault.</summary>
    public const string SecretSetting = "SignInClientSecret";

    /// <summary>Whose people.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Of the provider, as it is in what it issues, such as <c>https://login.microsoftonline.com/{directory}/v2.0</c>.</summary>
    public required Uri Authority { get; init; }

    /// <summary>By which the provider knows this app.</summary>
    public required string ClientId { get; init; }

    /// <summary>What people call it: <i>Sign in with …</i></summary>
    public required string Name { get; init; }

    /// <summary>A secret that the platform put in place of a reference to a vault. Null, as are the next two but for one of the three.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>A file with a token that stands for this app (workload identity), read for each sign-in as it changes.</summary>
    public string? ClientAssertionFile { get; init; }

    /// <summary>The client id of a managed identity whose token stands for this app.</summary>
    public string? ManagedIdentityClientId { get; init; }

    /// <summary>What claims make of somebody: the first that fits.</summary>
    public required IReadOnlyList<ClaimGrant> Grants { get; init; }

    /// <summary>Null: none is named.</summary>
    public static ProviderOptions? Read(IConfiguration configuration, List<string> problems)
    {
        var (text, secret) = (configuration[Setting], configuration[SecretSetting]);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (Parse(text) is not { } section)
        {
            problems.Add($"{Setting} is no JSON object: docs/operate.md, \"Sign in with a provider\", has an example.");
            return null;
        }
        var before = problems.Count;
        if (!TenantId.TryParse(section["tenant"], out var tenant))
            problems.Add($"{Setting}: tenant is '{section["tenant"]}': give the id of the tenant whose people sign in.");
        if (!Uri.TryCreate(section["authority"], UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !(authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback))
            || authority.UserInfo.Length + authority.Query.Length + authority.Fragment.Length > 0 || Shared.Any(authority.Segments.Select(segment => segment.Trim('/')).Contains))
            problems.Add($"{Setting}: authority is '{section["authority"]}': give the https address of the provider, of one organisation, such as https://login.microsoftonline.com/<directory>/v2.0.");
        if (string.IsNullOrWhiteSpace(section["clientId"]))
            problems.Add($"{Setting}: clientId is missing: give the id that the provider has for this app.");
        string?[] credentials = [secret, section["clientAssertionFile"], section["managedIdentityClientId"]];
        if (credentials.Count(credential => !string.IsNullOrWhiteSpace(credential)) != 1)
            problems.Add($"{Setting} needs one of clientAssertionFile, managedIdentityClientId, and the setting {SecretSetting}, a reference to a vault.");
        if (secret?.StartsWith("@Microsoft.KeyVault", StringComparison.OrdinalIgnoreCase) == true)
            problems.Add($"{SecretSetting} is still a reference: let the app's identity read that secret of the vault.");
        var grants = new List<ClaimGrant>();
        foreach (var written in section.GetSection("grants").GetChildren().Select(child => child.Value ?? ""))
        {
            if (ClaimGrant.TryParse(written, out var grant))
                grants.Add(grant);
            else
                problems.Add($"{Setting}: grants has '{written}': write claim=value:role or claim=value:role:scope, such as groups=0f3b8a2e:viewer:alder-bridge-high; an admin has no scope.");
        }
        if (grants.Count == 0)
            problems.Add($"{Setting}: grants is missing: say which claim makes somebody what, such as roles=Survey.Admin:admin.");
        return problems.Count > before ? null : new ProviderOptions
        {
            Tenant = tenant,
            Authority = authority!,
            ClientId = section["clientId"]!,
            Name = section["name"] is { Length: > 0 } name ? name : authority!.Host,
            ClientSecret = credentials[0],
            ClientAssertionFile = credentials[1],
            ManagedIdentityClientId = credentials[2],
            Grants = grants,
        };
    }

    /// <summary>Where Entra ID signs in people of any organisation.</summary>
    private static readonly string[] Shared = ["common", "organizations", "consumers"];

    /// <summary>Null: it is no JSON object.</summary>
    private static IConfiguration? Parse(string json)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        }
        catch (Exception wrong) when (wrong is FormatException or InvalidDataException or JsonException)
        {
            return null;
        }
    }
}

/// <summary>Whoever has this claim has this grant.</summary>
public sealed partial record ClaimGrant(string Claim, string Value, Grant Grant)
{
    [GeneratedRegex("^(?<claim>[^=]+)=(?<value>.+?):(?<role>viewer|coordinator|admin)(:(?<scope>[a-z0-9-]+))?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Form { get; }

    internal static bool TryParse(string text, out ClaimGrant grant)
    {
        var match = Form.Match(text.Trim());
        var scope = match.Groups["scope"];
        var isValid = match.Success && (!scope.Success || (Slug.IsValid(scope.Value) && match.Groups["role"].Value != "admin"));
        grant = isValid
            ? new ClaimGrant(match.Groups["claim"].Value, match.Groups["value"].Value, new Grant(Enum.Parse<Role>(match.Groups["role"].Value, ignoreCase: true), scope.Success ? new ScopeId(scope.Value) : null))
            : null!;
        return isValid;
    }
}
