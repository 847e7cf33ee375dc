namespace Surveyctl.Tests.Replaying;

/// <summary>
/// The results of a real city's school survey, which are no part of the project: in the folder that the variable <c>REPLAY_DATA</c> names.
/// </summary>
internal sealed record CityResults(string Answers, string Schools)
{
    private const string Variable = "REPLAY_DATA";

    /// <summary>Skips the test if they are not on this machine. A folder that is named and lacks them is a mistake.</summary>
    public static CityResults RequireOrSkip()
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(
            string.IsNullOrEmpty(folder), $"The replay of the city's results is skipped: {Variable} names no folder. See docs/validation.md.");
        var city = new CityResults(Path.Combine(folder!, "answers.csv"), Path.Combine(folder!, "schools.csv"));
        Assert.All(new[] { city.Answers, city.Schools }, file => Assert.True(File.Exists(file), $"{Variable} names a folder without {Path.GetFileName(file)}."));
        return city;
    }
}
