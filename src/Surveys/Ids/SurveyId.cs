namespace Surveys.Ids;

/// <summary>The id of a survey, whose versions are numbered. A <see cref="Slug"/>.</summary>
/// <exception cref="FormatException">Not a slug.</exception>
public readonly record struct SurveyId(string Value)
{
    public string Value { get => field ?? throw new InvalidOperationException("This SurveyId was never set."); } = Slug.Require(Value);

    public override string ToString() => Value;
}
