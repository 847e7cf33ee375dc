namespace SurveyFunctions.Hosting;

/// <summary>The app refuses to start; each problem names a setting and what to do.</summary>
public sealed class InvalidConfigurationException(IReadOnlyList<string> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<string> Problems { get; } = problems;
}
