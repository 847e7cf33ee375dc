using System.Text.RegularExpressions;

using SurveyEngine.People;

using Surveys.Ids;

namespace SurveyFunctions.Hosting;

/// <summary>A provider of identities (OpenID Connect) with which people of one tenant sign in.</summary>
public sealed record ProviderOptions
{
    public const string Section = "SignIn";

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
        var section = configuration.GetSection(Section);
        if (!section.GetChildren().Any())
            return null;
        var before = problems.Count;
        if (!TenantId.TryParse(section["Tenant"], out var tenant))
            problems.Add($"{Section}__Tenant is '{section["Tenant"]}': give the id of the tenant whose people sign in.");
        if (!Uri.TryCreate(section["Authority"], UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !authority.IsLoopback))
            problems.Add($"{Section}__Authority is '{section["Authority"]}': give the https address of the provider, such as https://login.microsoftonline.com/<directory>/v2.0.");
        if (string.IsNullOrWhiteSpace(section["ClientId"]))
            problems.Add($"{Section}__ClientId is missing: give the id that the provider has for this app.");
        string?[] credentials = [section["ClientSecret"], section["ClientAssertionFile"], section["ManagedIdentityClientId"]];
        if (credentials.Count(credential => !string.IsNullOrWhiteSpace(credential)) != 1)
            problems.Add($"{Section} needs one of {Section}__ClientSecret, by a reference to a vault, {Section}__ClientAssertionFile and {Section}__ManagedIdentityClientId.");
        if (section["ClientSecret"]?.StartsWith("@Microsoft.KeyVault", StringComparison.OrdinalIgnoreCase) == true)
            problems.Add($"{Section}__ClientSecret is still a reference: let the app's identity read that secret of the vault.");
        var grants = new List<ClaimGrant>();
        foreach (var text in section.GetSection("Grants").GetChildren().Select(child => child.Value ?? ""))
        {
            if (ClaimGrant.TryParse(text, out var grant))
                grants.Add(grant);
            else
                problems.Add($"{Section}__Grants has '{text}': write claim=value:role or claim=value:role:scope, such as groups=0f3b8a2e:viewer:alder-bridge-high; an admin has no scope.");
        }
        if (grants.Count == 0)
            problems.Add($"{Section}__Grants__0 is missing: say which claim makes somebody what, such as roles=Survey.Admin:admin.");
        return problems.Count > before ? null : new ProviderOptions
        {
            Tenant = tenant,
            Authority = authority!,
            ClientId = section["ClientId"]!,
            Name = section["Name"] is { Length: > 0 } name ? name : authority!.Host,
            ClientSecret = credentials[0],
            ClientAssertionFile = credentials[1],
            ManagedIdentityClientId = credentials[2],
            Grants = grants,
        };
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
