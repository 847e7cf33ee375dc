namespace Surveys.Definitions;

/// <summary>Whom a wave counts as the population: the denominator of its response rate.</summary>
public enum Population
{
    /// <summary>Unknown, and so is the response rate.</summary>
    None,

    /// <summary>Students enrolled.</summary>
    Students,

    /// <summary>Households with an enrolled student.</summary>
    Households,

    /// <summary>Staff employed.</summary>
    Staff,
}
