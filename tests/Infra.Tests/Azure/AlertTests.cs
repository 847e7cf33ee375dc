using System.Text.RegularExpressions;
using System.Xml;

using SurveyStore.Keys;

using TestSupport;

namespace Infra.Tests.Azure;

/// <summary>An alert looks for words in the log. Nobody would notice that they are written no more.</summary>
public sealed partial class AlertTests(Template template)
{
    [Theory]
    [InlineData("poison-queue")]
    [InlineData("rollup-failed")]
    [InlineData("gate-failed")]
    [InlineData("strain")]
    [InlineData("errors")]
    public void The_words_of_an_alert_are_written_by_the_app_or_the_host(string alert)
    {
        var phrases = Phrase().Matches(Queries()[alert]).Select(phrase => phrase.Groups["words"].Value).ToList();

        Assert.NotEmpty(phrases);
        Assert.All(phrases, phrase => Assert.True(IsOfTheHost(phrase) || LogTexts().Any(text => text.Contains(phrase, StringComparison.Ordinal)), phrase));
    }

    [Fact]
    public void Every_alert_is_explained_to_the_operator()
    {
        var guide = File.ReadAllText(Repository.Path("docs", "operate.md"));

        Assert.Equal(5, Queries().Count);
        Assert.All(Queries().Keys.Append("throttling"), alert => Assert.Contains($"| `{alert}` |", guide, StringComparison.Ordinal));
        Assert.Equal("[format('{0}-throttling', parameters('name'))]", template.The("Microsoft.Insights/metricAlerts")["name"]!.GetValue<string>());
        Assert.Single(template.Of("Microsoft.Consumption/budgets"));
    }

    /// <summary>Lines arrive minutes after they were written: between two looks that just meet, one would fall through for ever.</summary>
    [Fact]
    public void An_alert_looks_further_back_than_to_its_last_look()
    {
        var rule = template.The("Microsoft.Insights/scheduledQueryRules")["properties"]!;
        Assert.Equal("PT15M", rule["evaluationFrequency"]!.GetValue<string>());
        Assert.All(
            template.Module("alerts")["variables"]!["queries"]!.AsArray(),
            query => Assert.True(XmlConvert.ToTimeSpan(query!["window"]!.GetValue<string>()) >= TimeSpan.FromMinutes(30)));
    }

    /// <summary>One of errors, of course; and the others fire at the first line.</summary>
    [Fact]
    public void Errors_that_have_an_alert_of_their_own_are_not_counted_twice()
    {
        Assert.Contains("severityLevel >= 3", Queries()["errors"], StringComparison.Ordinal);
        Assert.Contains("not(message contains \"readers keep the release before\")", Queries()["errors"], StringComparison.Ordinal);
    }

    private Dictionary<string, string> Queries() => template.Module("alerts")["variables"]!["queries"]!.AsArray()
        .ToDictionary(query => query!["name"]!.GetValue<string>(), query => query!["query"]!.GetValue<string>());

    /// <summary>As the Functions host writes them, version 4.1037.</summary>
    private static bool IsOfTheHost(string phrase) =>
        phrase == $"Moving message to queue '{StoreNames.PendingBatchesPoison}'"
        || (ExecutedFunction().Match(phrase) is { Success: true } executed
            && Directory.Exists(Repository.Path("src", "SurveyFunctions", "Functions", executed.Groups["name"].Value)));

    /// <summary>The texts of all log messages, those over several lines of source put together.</summary>
    private static IEnumerable<string> LogTexts() => Directory
        .EnumerateFiles(Repository.Path("src", "SurveyFunctions"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(file => LogMessage().Matches(File.ReadAllText(file)))
        .Select(message => string.Concat(Literal().Matches(message.Value).Select(literal => literal.Groups["text"].Value)));

    [GeneratedRegex("message contains \"(?<words>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Phrase();

    [GeneratedRegex(@"^Executed 'Functions\.(?<name>\w+)' \(Failed$", RegexOptions.NonBacktracking)]
    private static partial Regex ExecutedFunction();

    [GeneratedRegex(@"\[LoggerMessage\([^\]]*\)\]", RegexOptions.NonBacktracking)]
    private static partial Regex LogMessage();

    [GeneratedRegex("\"(?<text>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();
}
