using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

using RazorSlices;

using SurveyFunctions.Hosting;
using SurveyFunctions.Pages;
using SurveyFunctions.Problems;
using SurveyFunctions.Results;

namespace SurveyFunctions.Tests.Pages;

public sealed class PageResultTests
{
    [Theory]
    [InlineData("العربية: ١٢٣ «نعم»")]
    [InlineData("Tiếng Việt, አማርኛ, ትግርኛ, 中文, 日本語, Español – ¿qué?")]
    public void Letters_of_every_script_stay_as_they_are(string text) =>
        Assert.Contains($">{text}</a>", Problem(new PageLink(text, "/")).Text(), StringComparison.Ordinal);

    [Fact]
    public void Text_is_encoded() =>
        Assert.Contains(
            ">&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;</a>",
            Problem(new PageLink("<script>alert('1')</script>", "/")).Text(),
            StringComparison.Ordinal);

    [Fact]
    public void Text_in_an_attribute_cannot_leave_it() =>
        Assert.Contains(
            "href=\"&quot; onfocus=&quot;x&#x27; &lt;&amp;\"",
            Problem(new PageLink("x", "\" onfocus=\"x' <&")).Text(),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_template_that_fails_is_answered_as_a_problem_and_nothing_of_it_is_sent()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddCompression().AddSingleton<StorageFailures>().AddSingleton<RequestLimit>().AddAuthorization().AddAuthentication();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UseRequestPipeline();
        app.Run(context => new PageResult(Failing(), "en") { ETag = "\"x\"" }.ExecuteAsync(context));
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(app.Urls.Single()), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Null(answer.Headers.ETag);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(PageTexts.In("en")["problem.unexpected"].Value, Markup.Of(page).Named("h1").Single().Text);
        Assert.Single(Markup.Of(page).Named("html"));
    }

    /// <summary>Well after the layout has begun.</summary>
    private static RazorSlice<StartView> Failing() => StartPage.Create(new StartView { Frame = Samples.Frame("en"), Waves = null! });

    private static RazorSlice<ProblemView> Problem(PageLink next) =>
        ProblemPage.Create(new ProblemView { Frame = Samples.Frame("en"), Problem = ProblemCatalogue.NotFound, Next = next });
}
