using System.Net;
using System.Text.RegularExpressions;

using SurveyEngine.Auditing;
using SurveyEngine.People;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Access;

/// <summary>Browsers of people who are signed in, or not yet.</summary>
internal static partial class AccessClients
{
    public static readonly Actor By = Actor.OfCommand("surveyctl people");

    [GeneratedRegex("name=\"token\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Token { get; }

    public static string TokenOf(string page) => Uri.EscapeDataString(Token.Match(page).Groups["token"].Value);

    public static HttpClient NewClient(this AppFixture app, bool isHosted) => new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = (isHosted ? app.Hosted.Client : app.Standalone.Client).BaseAddress,
        DefaultRequestHeaders = { { "Accept-Language", "en" } },
    };

    public static Task<(Person Person, string Secret)> AddPersonAsync(this AppFixture app, TestWave wave, Grant grant) =>
        app.Engine.People.AddAsync(wave.Tenant, "Somebody", grant, isProgram: false, TimeSpan.FromDays(1), By, CancellationToken.None);

    public static string Link(TestWave wave, Person person, string secret) => $"/invitation/{wave.Tenant}/{person.Id}/{secret}";

    public static async Task<HttpClient> SignedInAsync(this AppFixture app, bool isHosted, TestWave wave, Grant grant)
    {
        var (person, secret) = await app.AddPersonAsync(wave, grant);
        var client = app.NewClient(isHosted);
        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(client, Link(wave, person, secret), "")).Status);
        return client;
    }

    /// <summary>With the token of the page at that address, or of the list if there is none.</summary>
    public static async Task<Answered> PostAsync(HttpClient client, string address, string form)
    {
        var page = (await Answered.ToGetAsync(client, address)).Body;
        var token = TokenOf(Token.IsMatch(page) ? page : (await Answered.ToGetAsync(client, "/people")).Body);
        return await Answered.ToPostAsync(client, address, $"token={token}&{form}", "application/x-www-form-urlencoded");
    }
}
