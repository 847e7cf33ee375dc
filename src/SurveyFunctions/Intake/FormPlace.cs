using SurveyEngine.Waves;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;

namespace SurveyFunctions.Intake;

/// <summary>Where somebody answers: about a school, come to in some way.</summary>
public sealed record FormPlace(
    Wave Wave, WaveAcceptance Acceptance, PinnedSchool School, PageTexts Texts, IReadOnlyList<PageTexts> Languages, Channel Channel)
    : WavePlace(Wave, Acceptance, Texts, Languages, Channel)
{
    /// <summary>The form is shown, and nothing that is sent is stored; null: it is a true one.</summary>
    public string? PreviewToken { get; init; }

    /// <summary>A new, empty form.</summary>
    public string Href => PreviewToken is null
        ? $"{Address.OfForm(Wave.Survey.Audience, Wave.Id, School.Id)}?{Query}"
        : $"{Address.OfPreview(Wave.Id, PreviewToken, School.Id)}?{Query}";

    /// <summary>Where the form is posted to.</summary>
    private string Action => $"{Href}&{Address.Sent}";

    /// <summary>Whoever answers next counts in the population as well: one of a household, of a student, of the staff.</summary>
    private InvitationView? Invitation => Wave.Definition.Population switch
    {
        _ when Acceptance != WaveAcceptance.Open => null,
        Population.None => IsKiosk ? Invite("thanks.anyone") : null,
        var population => Invite($"thanks.{population.ToString().ToLowerInvariant()}"),
    };

    /// <summary>An empty form.</summary>
    public FormView Form(ResponseId id) => new()
    {
        Frame = FrameOf(FormView.FormId),
        Survey = Wave.Survey,
        TenantName = Wave.TenantName,
        WaveTitle = WaveTitle,
        SchoolName = School.Name,
        ClosesAt = ClosesAt,
        Action = Action,
        ResponseId = id,
        Channel = Channel,
        Invitation = Invitation,
    };

    /// <param name="id">Of the response that is stored.</param>
    /// <param name="showsReceipt">False: who stands there now need not be who sent it.</param>
    public ThankYouView ThankYou(ResponseId id, bool showsReceipt) => new()
    {
        Frame = IsKiosk ? FrameOf(null) with { Languages = [] } : FrameOf(ThankYouView.SwitchFormId),
        TenantName = Wave.TenantName,
        WaveTitle = WaveTitle,
        SchoolName = School.Name,
        Action = Action,
        Receipt = showsReceipt ? Receipt.Format(Wave.Id, School.Bucket, id) : null,
        WithdrawHref = Acceptance == WaveAcceptance.Open && PreviewToken is null ? $"{Address.OfWithdrawal(Wave.Id)}?{Query}" : null,
        Invitation = Invitation,
        DashboardHref = HasResults ? Address.OfDashboard(Wave.Id, School.Id.AsScope(), Language) : null,
    };

    public ProblemResult Problem(Problem problem) => new(problem)
    {
        Languages = [Texts],
        Next = texts => new PageLink(texts["thanks.another"], (this with { Texts = texts }).Href),
        Notice = Notice.Of(Wave.Definition),
    };

    private PageFrame FrameOf(string? switchForm) =>
        Frame with
        {
            SwitchForm = switchForm,
            StartHref = IsKiosk ? Href : null,
            Notice = PreviewToken is null ? Notice.Of(Wave.Definition) : Notice.Preview,
        };

    private InvitationView Invite(string key) => new(Texts[key], new PageLink(Texts["thanks.another"], Href));
}
