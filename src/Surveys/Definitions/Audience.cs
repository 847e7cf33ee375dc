namespace Surveys.Definitions;

/// <summary>Who answers a survey.</summary>
public enum Audience
{
    /// <summary>Parents and carers, about their child's school.</summary>
    Family,

    /// <summary>The staff of a school, about their school.</summary>
    Staff,

    /// <summary>Member organisations, about the services they receive.</summary>
    Member,
}
