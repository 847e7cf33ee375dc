using SurveyFunctions.Problems;

using Surveys.Ids;

using TestSupport;

namespace SurveyFunctions.Tests.Problems;

public sealed class ProblemCatalogueTests
{
    /// <summary>Codes are public. A line here is only ever added: a code that clients know keeps its meaning and its status.</summary>
    [Fact]
    public void Codes_and_statuses_stay_what_they_are()
    {
        string[] known =
        [
            "not-json 400", "invalid-submission 422", "invalid-id 422", "unknown-school 404", "unknown-language 422", "unknown-channel 422",
            "unknown-wave 404", "wave-not-open 409", "id-conflict 409", "body-too-large 413", "unsupported-media-type 415", "not-found 404",
            "method-not-allowed 405", "unknown-scope 404", "results-not-ready 404", "storage-unavailable 503", "unexpected 500",
            "invalid-request 422", "response-withdrawn 410", "invalid-receipt 422", "body-too-slow 503",
            "response-replaced 410", "not-replaceable 409", "invitation-not-valid 410", "form-not-ours 400", "not-secure 400", "key-not-valid 401", "too-many-attempts 429", "provider-unavailable 503",
        ];
        Assert.Equal(known, ProblemCatalogue.All.Select(problem => $"{problem.Code} {problem.Status}"));
    }

    [Fact]
    public void Every_problem_of_the_catalogue_is_in_its_list()
    {
        var properties = typeof(ProblemCatalogue).GetProperties().Where(property => property.PropertyType == typeof(Problem));
        Assert.Equal(properties.Select(property => property.GetValue(null)).ToHashSet(), ProblemCatalogue.All.ToHashSet<object?>());
    }

    [Fact]
    public void Codes_are_slugs_and_no_two_are_the_same()
    {
        Assert.All(ProblemCatalogue.All, problem => Assert.True(Slug.IsValid(problem.Code)));
        Assert.Equal(ProblemCatalogue.All.Count, ProblemCatalogue.All.DistinctBy(problem => problem.Code).Count());
    }

    [Fact]
    public void What_is_documented_for_clients_is_in_the_catalogue()
    {
        var rows = File.ReadLines(Repository.Path("docs", "intake-api.md")).Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 6 && cells[1].StartsWith('4'));
        var documented = rows.SelectMany(cells => cells[1].Split(", ").Zip(cells[2].Split(", "), (status, code) => $"{code.Trim('`')} {status}")).ToHashSet();
        Assert.Equal(12, documented.Count);
        Assert.Subset(ProblemCatalogue.All.Select(problem => $"{problem.Code} {problem.Status}").ToHashSet(), documented);
    }

    [Fact]
    public void Only_what_passes_says_when_to_come_back() =>
        Assert.Equal(["storage-unavailable", "body-too-slow", "too-many-attempts", "provider-unavailable"], ProblemCatalogue.All.Where(problem => problem.RetryAfterSeconds > 0).Select(problem => problem.Code));
}
