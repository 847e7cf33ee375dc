using System.Text;

using SurveyFunctions.Pages;
using SurveyFunctions.Tests.Intake;

using Surveys.Definitions;

using TestSupport;
using TestSupport.Waves;

namespace SurveyFunctions.Tests.Hosting.FunctionsHost;

/// <summary>Requests to every HTTP function, on waves of their own.</summary>
internal sealed class HttpCalls
{
    private readonly TestWave _family;
    private readonly TestWave _staff;
    private readonly TestWave _members;
    private readonly string _preview;

    private HttpCalls(TestWave family, TestWave staff, TestWave members, string previewToken)
    {
        _preview = Address.OfPreview(family.Id, previewToken, family.Schools[0].Id);
        _family = family;
        _staff = staff;
        _members = members;
    }

    /// <summary>The one that what programs send belongs to.</summary>
    public TestWave Wave => _family;

    public static async Task<HttpCalls> PrepareAsync(AppFixture app)
    {
        var family = await app.OpenWaveAsync();
        var calls = new HttpCalls(
            family, await app.OpenWaveAsync(audience: Audience.Staff), await app.OpenWaveAsync(audience: Audience.Member),
            await app.Engine.Previews.FindOrMakeAsync(family.Tenant, family.Id, CancellationToken.None));
        await app.Engine.Release.RunAsync(calls._family.Wave, CancellationToken.None);
        return calls;
    }

    /// <summary>What is to be done, with the status that says that it was.</summary>
    public (string Function, int Status, HttpRequestMessage Request)[] Valid() =>
    [
        ("Home", 200, Get("/")),
        ("Assets", 200, Get(Asset.Style.Address)),
        ("FamilySurvey", 200, Get(SubmissionJson.FormAddress(_family) + "?lang=ar")),
        ("FamilySurvey", 201, Form(SubmissionJson.FormAddress(_family), Answers())),
        ("SchoolSurvey", 200, Get(SubmissionJson.FormAddress(_staff, "school"))),
        ("SchoolSurvey", 201, Form(SubmissionJson.FormAddress(_staff, "school"), Answers())),
        ("MemberSurvey", 200, Get($"/member/{_members.Id}/district-a")),
        ("MemberSurvey", 201, Form($"/member/{_members.Id}/district-a", Answers())),
        ("PreviewForm", 200, Get(_preview)),
        ("PreviewForm", 200, Form(_preview, Answers())),
        ("SubmitResponse", 201, Json(SubmissionJson.Address(_family), SubmissionJson.Of(_family, Guid.NewGuid()))),
        ("SubmitResponses", 200, Json(BatchJson.Address(_family), BatchJson.Of([SubmissionJson.Of(_family, Guid.NewGuid()), "{}"]))),
        ("WithdrawResponse", 200, Json(WithdrawalJson.Address(_family), WithdrawalJson.Of(WithdrawalJson.ReceiptOf(_family, Guid.NewGuid())))),
        ("WithdrawalForm", 200, Get(WithdrawalJson.PageAddress(_family) + "?lang=ar")),
        ("WithdrawalForm", 200, Form(WithdrawalJson.PageAddress(_family), SubmissionJson.Form(
            ("language", "en"), ("receipt", WithdrawalJson.ReceiptOf(_family, Guid.NewGuid()))))),
        ("WaveResults", 200, Get($"/api/waves/{_family.Id}/results/network?format=csv")),
        ("Dashboard", 200, Get($"/dashboard/{_family.Id}")),
        ("Dashboard", 200, Get($"/dashboard/{_family.Id}/district-a?lang=es&scope=network")),
        ("AboutFigures", 200, Get($"/about-figures/{_family.Id}?lang=ar")),
        ("SignIn", 200, Get("/sign-in?lang=ar")),
        ("AcceptInvitation", 200, Get($"/invitation/{_family.Tenant}/nobody/0")),
        ("YourSurveys", 302, Get("/your-surveys")),
        ("SignOut", 302, Form("/sign-out", "token=0")),
        ("ListPeople", 302, Get("/people")),
        ("InvitePerson", 302, Form("/people", "token=0")),
        ("ShowPerson", 302, Get("/people/0a1b2c3d4e5f")),
        ("ChangePerson", 302, Form("/people/0a1b2c3d4e5f", "token=0")),
        ("ShowAudit", 302, Get("/audit")),
    ];

    /// <summary>What is refused, with the status that says how.</summary>
    public (string Function, int Status, HttpRequestMessage Request)[] Invalid() =>
    [
        ("Home", 404, new HttpRequestMessage(HttpMethod.Delete, "/")),
        ("Home", 404, Get("/no-such-page")),
        ("IdentityProvider", 404, Get("/provider/sign-in")),
        ("Assets", 404, Get("/assets/no-such.css")),
        ("FamilySurvey", 404, Get($"/family/{_family.Id}/no-such-school")),
        ("FamilySurvey", 422, Form(SubmissionJson.FormAddress(_family), SubmissionJson.Form(("id", $"{Guid.NewGuid()}"), ("language", "en")))),
        ("SchoolSurvey", 307, Get(SubmissionJson.FormAddress(_family, "school"))),
        ("SchoolSurvey", 422, Form(SubmissionJson.FormAddress(_staff, "school"), SubmissionJson.Form(("language", "en")))),
        ("MemberSurvey", 404, Get($"/member/{_members.Id}/no-such-member")),
        ("PreviewForm", 404, Get($"/preview/{_family.Id}/0/{_family.Schools[0].Id}")),
        ("PreviewForm", 422, Form(_preview, SubmissionJson.Form(("language", "en")))),
        ("SubmitResponse", 422, Json(SubmissionJson.Address(_family), "{}")),
        ("SubmitResponse", 404, Json("/api/waves/no-such-wave/responses", "{}")),
        ("SubmitResponses", 400, Json(BatchJson.Address(_family), "no JSON")),
        ("WithdrawResponse", 422, Json(WithdrawalJson.Address(_family), WithdrawalJson.Of("0"))),
        ("WithdrawalForm", 422, Form(WithdrawalJson.PageAddress(_family), SubmissionJson.Form(("language", "en"), ("receipt", "0")))),
        ("WaveResults", 404, Get($"/api/waves/{_family.Id}/results/no-such-scope")),
        ("Dashboard", 404, Get("/dashboard/no-such-wave")),
        ("AboutFigures", 404, Get("/about-figures/no-such-wave")),
        // What it says of valid requests depends on the waves of all tests.
        ("Health", 404, new HttpRequestMessage(HttpMethod.Delete, "/health")),
    ];

    private static string Answers() =>
        SubmissionJson.Form(("id", $"{Guid.NewGuid()}"), ("language", "en"), ("channel", "qr"), ("a.overall", "favorable"));

    private static HttpRequestMessage Get(string address) => new(HttpMethod.Get, address);

    private static HttpRequestMessage Json(string address, string body) => Post(address, body, "application/json");

    private static HttpRequestMessage Form(string address, string body) => Post(address, body, WithdrawalJson.FormType);

    private static HttpRequestMessage Post(string address, string body, string mediaType) =>
        new(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
}
