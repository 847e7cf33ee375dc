using Surveys.Definitions;
using Surveys.Ids;

namespace SurveyFunctions.Pages;

/// <summary>The addresses that pages link to: the routes of their functions, and what they are with the values in place.</summary>
public static class Address
{
    // Each audience has a function, and so a route, of its own.
    public const string FamilyForm = "family/{wave}/{school}";
    public const string SchoolForm = "school/{wave}/{school}";
    public const string MemberForm = "member/{wave}/{school}";
    public const string Preview = "preview/{wave}/{token}/{school}";
    public const string Withdrawal = "withdraw/{wave}";
    public const string Dashboard = "dashboard/{wave}/{scope?}";
    public const string AboutFigures = "about-figures/{wave}";
    public const string Results = "api/waves/{wave}/results/{scope}";
    public const string SignIn = "sign-in";
    public const string SignOut = "sign-out";
    public const string Provider = "provider/{step}";
    public const string Invitation = "invitation/{tenant}/{person}/{secret}";
    public const string YourSurveys = "your-surveys";
    public const string People = "people";
    public const string Person = "people/{person}";
    public const string Audit = "audit";
    public const string Asset = "assets/{name}";

    /// <summary>In the query of a form: how somebody came to it.</summary>
    public const string Channel = "via";

    /// <summary>
    /// In the query that a form is posted to, so that no page that was opened has this address: a browser forgets the page of an address
    /// that something was posted to, and would show who goes back a new form, with another id, in place of the one that was sent.
    /// </summary>
    public const string Sent = "sent=1";

    /// <summary>In the query of results: another form of them than JSON.</summary>
    public const string Format = "format";
    public const string Csv = "csv";

    /// <summary>From the root of the site.</summary>
    /// <param name="route">Of a function.</param>
    /// <param name="values">Slugs, one for each parameter of the route and in their order.</param>
    public static string Of(string route, params ReadOnlySpan<string> values)
    {
        var address = new System.Text.StringBuilder("/", capacity: 96);
        var rest = route.AsSpan();
        foreach (var value in values)
        {
            var open = rest.IndexOf('{');
            address.Append(rest[..open]).Append(value);
            rest = rest[(open + rest[open..].IndexOf('}') + 1)..];
        }
        return address.Append(rest).ToString();
    }

    public static string OfForm(Audience audience, WaveId wave, SchoolId school) => Of(
        audience switch
        {
            Audience.Family => FamilyForm,
            Audience.Staff => SchoolForm,
            Audience.Member => MemberForm,
            _ => throw new ArgumentOutOfRangeException(nameof(audience)),
        },
        wave.Value,
        school.Value);

    /// <param name="token">Without it the form is not shown.</param>
    public static string OfPreview(WaveId wave, string token, SchoolId school) => Of(Preview, wave.Value, token, school.Value);

    /// <summary>Of the page on which answers are withdrawn. No receipt ever stands in it.</summary>
    public static string OfWithdrawal(WaveId wave) => Of(Withdrawal, wave.Value);

    public static string OfDashboard(WaveId wave, ScopeId scope, string language) =>
        $"{Of(Dashboard, wave.Value, scope.Value)}?{PageLanguage.Query}={language}";

    /// <summary>Of the page that says how figures are made.</summary>
    public static string OfAboutFigures(WaveId wave, string language) => $"{Of(AboutFigures, wave.Value)}?{PageLanguage.Query}={language}";

    public static string OfSignIn(string language) => $"/{SignIn}?{PageLanguage.Query}={language}";

    /// <param name="step">Of the way to the provider of identities, and back.</param>
    public static string OfProvider(string step, string language) => $"{Of(Provider, step)}?{PageLanguage.Query}={language}";

    /// <summary>Of the page that lists what somebody who is signed in may see.</summary>
    public static string OfYourSurveys(string language) => $"/{YourSurveys}?{PageLanguage.Query}={language}";

    /// <summary>Of the page that lists who may sign in.</summary>
    public static string OfPeople(string language) => $"/{People}?{PageLanguage.Query}={language}";

    public static string OfPerson(string person, string language) => $"{Of(Person, person)}?{PageLanguage.Query}={language}";

    public static string OfAudit(string language) => $"/{Audit}?{PageLanguage.Query}={language}";

    public static string OfJson(WaveId wave, ScopeId scope) => Of(Results, wave.Value, scope.Value);

    public static string OfCsv(WaveId wave, ScopeId scope) => $"{OfJson(wave, scope)}?{Format}={Csv}";
}
