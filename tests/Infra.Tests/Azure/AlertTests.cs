using System.Text.RegularExpressions;
using System.Xml;

using SurveyEngine.Keys;

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
    [InlineData("flagged")]
    [InlineData("errors")]
    public void The_words_of_an_alert_are_written_by_the_app_or_the_host(string alert)
    {
        var phrases = Phrase().Matches(Queries()[alert]).Select(phrase => phrase.Groups["words"].Value).ToList();

        Assert.NotEmpty(phrases);
        Assert.All(phrases, phrase => Assert.True(IsOfTheHost(phrase) || Entries().Any(entry => entry.Text.Contains(phrase, StringComparison.Ordinal)), phrase));
    }

    /// <summary>
    /// The Functions host, version 4.1037, makes an exception of an entry with one, and keeps its text in a property of it; an exception
    /// without an entry has its own message.
    /// </summary>
    [Fact]
    public void What_is_logged_with_an_exception_is_looked_for_among_exceptions_too()
    {
        var rule = template.The("Microsoft.Insights/scheduledQueryRules")["properties"]!["criteria"]!["allOf"]![0]!["query"]!.GetValue<string>();
        Assert.Equal("[format('{0}{1}', variables('entries'), variables('queries')[copyIndex()].query)]", rule);
        var entries = template.Module("alerts")["variables"]!["entries"]!.GetValue<string>();
        Assert.StartsWith("union", entries.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("(traces | project", entries, StringComparison.Ordinal);

        var withAnException = Entries().Where(entry => entry.HasException && Queries().Values.Any(query => LooksFor(query, entry.Text))).ToList();
        Assert.Contains(withAnException, entry => entry.Text.Contains("readers keep the release before", StringComparison.Ordinal));
        Assert.Contains(
            "(exceptions | extend message = coalesce(tostring(customDimensions.FormattedMessage), outerMessage) | project",
            Whitespace().Replace(entries, " "), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_alert_is_explained_to_the_operator()
    {
        var guide = File.ReadAllText(Repository.Path("docs", "operate.md"));

        Assert.Equal(6, Queries().Count);
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
        Assert.Contains("| summarize timestamp = min(timestamp) by operation_Id, message, second = bin(timestamp, 1s)", Queries()["errors"], StringComparison.Ordinal);
        Assert.Contains("not(message contains \"readers keep the release before\")", Queries()["errors"], StringComparison.Ordinal);
    }

    private Dictionary<string, string> Queries() => template.Module("alerts")["variables"]!["queries"]!.AsArray()
        .ToDictionary(query => query!["name"]!.GetValue<string>(), query => query!["query"]!.GetValue<string>());

    private static bool LooksFor(string query, string text) =>
        Phrase().Matches(query).Any(phrase => text.Contains(phrase.Groups["words"].Value, StringComparison.Ordinal));

    /// <summary>As the Functions host writes them, version 4.1037.</summary>
    private static bool IsOfTheHost(string phrase) =>
        phrase == $"Moving message to queue '{StoreNames.PendingBatchesPoison}'"
        || (ExecutedFunction().Match(phrase) is { Success: true } executed && FunctionNames.All.Contains(executed.Groups["name"].Value));

    /// <summary>What the app logs, texts over several lines of source put together.</summary>
    private static IEnumerable<(string Text, bool HasException)> Entries() => Sources.OfTheProduct
        .SelectMany(source => LogMessage().Matches(source))
        .Select(message => (
            string.Concat(Literal().Matches(message.Groups["attribute"].Value).Select(literal => literal.Groups["text"].Value)),
            message.Groups["parameters"].Value.Contains("Exception ", StringComparison.Ordinal)));

    [GeneratedRegex("message contains \"(?<words>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Phrase();

    [GeneratedRegex(@"^Executed 'Functions\.(?<name>\w+)' \(Failed$", RegexOptions.NonBacktracking)]
    private static partial Regex ExecutedFunction();

    [GeneratedRegex(@"\[LoggerMessage\((?<attribute>[^\]]*)\)\]\s*public static partial void \w+\((?<parameters>[^)]*)\)", RegexOptions.NonBacktracking)]
    private static partial Regex LogMessage();

    [GeneratedRegex("\"(?<text>[^\"]*)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Whitespace();
}
