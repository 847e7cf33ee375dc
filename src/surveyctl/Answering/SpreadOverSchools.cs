using Surveyctl.Demo;

namespace Surveyctl.Answering;

/// <summary>A number of made-up responses over schools: as many at each, the first ones with one more where it does not divide.</summary>
internal static class SpreadOverSchools
{
    /// <summary>The same arguments give the same responses. They are made as they are taken, school by school.</summary>
    public static IEnumerable<MadeUpResponse> Make(SurveyVersion survey, IReadOnlyList<SchoolId> schools, int count, int seed) =>
        schools.Index().SelectMany(school =>
        {
            var here = (count / schools.Count) + (school.Index < count % schools.Count ? 1 : 0);
            return here == 0 ? [] : MadeUpAnswers.ForSchool(survey, school.Item, here, seed);
        });
}
