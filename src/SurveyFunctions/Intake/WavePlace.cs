using Microsoft.Extensions.Primitives;

using RazorSlices;

using SurveyEngine.Releases;
using SurveyEngine.Waves;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

using Surveys.Answers;

namespace SurveyFunctions.Intake;

/// <summary>Where somebody answers or withdraws: in a wave, in a language of its survey, come to in some way.</summary>
/// <param name="Acceptance">When the request came in.</param>
/// <param name="Texts">One of <paramref name="Languages"/>.</param>
/// <param name="Languages">Those of the survey.</param>
public record WavePlace(Wave Wave, WaveAcceptance Acceptance, PageTexts Texts, IReadOnlyList<PageTexts> Languages, Channel Channel)
{
    public string Language => Texts.Language;

    /// <summary>On a shared device: nothing of who stood there is shown to who stands there next.</summary>
    public bool IsKiosk => Channel == Channel.Kiosk;

    /// <summary>Of the address of every page from here.</summary>
    public string Query => $"{ViaQuery}&{PageLanguage.Query}={Language}";

    public string WaveTitle => Wave.Definition.TitleIn(Language);

    /// <summary>There are results to lead to.</summary>
    public bool HasResults { get; init; }

    public string? DashboardHref => HasResults ? Address.OfDashboard(Wave.Id, Wave.Root, Language) : null;

    public PageFrame Frame => new()
    {
        Texts = Texts,
        Languages = Languages,
        KeptQuery = ViaQuery,
        Notice = Notice.Of(Wave.Definition),
    };

    /// <summary>Null: it stays open until somebody closes it.</summary>
    protected PageText? ClosesAt => TimeOf(Wave.Times.ClosesAt);

    private string ViaQuery => $"{Address.Channel}={ChannelName.Of(Channel)}";

    /// <summary>An address that somebody shortened still leads to the form.</summary>
    public static Channel ChannelOf(string? name) => ChannelName.TryParse(name?.ToLowerInvariant(), out var channel) ? channel : Channel.Link;

    /// <summary>The own language of a page that was sent, so that an error comes back in it; or the one it is switched to.</summary>
    public PageTexts TextsOf(Dictionary<string, StringValues> fields)
    {
        var sent = fields.GetValueOrDefault(fields.ContainsKey(PageFrame.SwitchField) ? PageFrame.SwitchField : FormFields.Language).ToString();
        return Languages.FirstOrDefault(texts => texts.Language == sent) ?? Texts;
    }

    /// <summary>Only to what anybody may see: who answers does not sign in. No form leads there, so that it does not wait for a store that hangs: where it was sent, or is over.</summary>
    public static async Task<bool> LeadsToResultsAsync(
        HttpRequest request, Wave wave, KnownReleases releases, TimeProvider time, CancellationToken cancellationToken) =>
        wave.IsPublic
        && (HttpMethods.IsPost(request.Method) || wave.AcceptanceAt(time.GetUtcNow()) == WaveAcceptance.Over)
        && await releases.HasOneAsync(wave, cancellationToken);

    /// <summary>In place of a page of a wave that is not open.</summary>
    /// <param name="wasSent">Somebody filled in a form, and nothing of it was stored.</param>
    /// <param name="isForWithdrawing">The page was to withdraw answers.</param>
    public PageResult Closed(bool wasSent = false, bool isForWithdrawing = false)
    {
        var page = ClosedPage.Create(new ClosedView
        {
            Frame = Frame,
            TenantName = Wave.TenantName,
            WaveTitle = WaveTitle,
            WasSent = wasSent,
            OpensAt = TimeOf(Wave.Times.OpensAt),
            ClosedAt = Wave.ClosingAt < Wave.Times.ClosesAt ? TimeOf(Wave.ClosingAt) : ClosesAt ?? TimeOf(Wave.ClosingAt),
            IsOver = Acceptance != WaveAcceptance.NotYet,
            IsForWithdrawing = isForWithdrawing,
            DashboardHref = DashboardHref,
        });
        return new PageResult(page, Language, ProblemCatalogue.WaveNotOpen.Status);
    }

    private PageText? TimeOf(DateTimeOffset? moment) => moment is { } known ? Figures.Time(Texts, known, Wave.Zone) : null;

    /// <param name="page">As it was sent: what was typed must not get lost because the storage is away.</param>
    public PageResult TryAgain(RazorSlice page) => new(page, Language, ProblemCatalogue.StorageUnavailable.Status)
    {
        RetryAfterSeconds = ProblemCatalogue.StorageUnavailable.RetryAfterSeconds,
    };
}
