namespace Surveys.Ids;

/// <summary>The id of a survey, whose versions are numbered. A <see cref="Slug"/>.</summary>
public readonly record struct SurveyId
{
    private readonly string _value;

    /// <exception cref="FormatException">Not a slug.</exception>
    public SurveyId(string value) => _value = Slug.Require(value);

    public string Value => _value ?? throw new InvalidOperationException("This SurveyId was never set.");

    public override string ToString() => Value;
}
