using Microsoft.Extensions.Primitives;

using RazorSlices;

using SurveyEngine.Waves;

using SurveyFunctions.Pages;
using SurveyFunctions.Problems;

namespace SurveyFunctions.Intake;

/// <summary>Where somebody answers or withdraws: in a wave, in a language of its survey.</summary>
/// <param name="Texts">One of <paramref name="Languages"/>.</param>
/// <param name="Languages">Those of the survey.</param>
public record WavePlace(Wave Wave, PageTexts Texts, IReadOnlyList<PageTexts> Languages)
{
    public string Language => Texts.Language;

    public string WaveTitle => Wave.Definition.TitleIn(Language);

    public string DashboardHref => Address.OfDashboard(Wave.Id, Wave.Root, Language);

    public PageFrame Frame => new() { Texts = Texts, Languages = Languages, IsDemo = Wave.Definition.IsDemo };

    /// <summary>The own language of a page that was sent, so that an error comes back in it.</summary>
    public PageTexts TextsOf(Dictionary<string, StringValues> fields)
    {
        var sent = fields.GetValueOrDefault(FormFields.Language).ToString();
        return Languages.FirstOrDefault(texts => texts.Language == sent) ?? Texts;
    }

    /// <summary>In place of a page of a wave that is not open.</summary>
    public PageResult Closed(bool isForWithdrawing = false)
    {
        var page = ClosedPage.Create(new ClosedView
        {
            Frame = Frame,
            WaveTitle = WaveTitle,
            IsOver = Wave.State != WaveState.Draft,
            IsForWithdrawing = isForWithdrawing,
            DashboardHref = DashboardHref,
        });
        return new PageResult(page, Language, ProblemCatalogue.WaveNotOpen.Status);
    }

    /// <param name="page">As it was sent: what was typed must not get lost because the storage is away.</param>
    public PageResult TryAgain(RazorSlice page) => new(page, Language, ProblemCatalogue.StorageUnavailable.Status)
    {
        RetryAfterSeconds = ProblemCatalogue.StorageUnavailable.RetryAfterSeconds,
    };
}
