using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;

namespace Surveyctl.Demo;

/// <summary>A school, or in a member survey a member, that made-up answers are about.</summary>
/// <param name="Id">The school.</param>
/// <param name="Population">Students, households or staff, as the wave declares; null if unknown, and then no response rate gives a count.</param>
public readonly record struct MadeUpSchool(SchoolId Id, int? Population)
{
    public static MadeUpSchool Of(OrganisationNode node, Population population) => new(
        new SchoolId(node.Id.Value),
        population switch
        {
            Surveys.Definitions.Population.Students => node.Enrolment,
            Surveys.Definitions.Population.Households => node.Households,
            Surveys.Definitions.Population.Staff => node.Staff,
            _ => null,
        });
}
